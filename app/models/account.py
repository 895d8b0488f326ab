"""Account (账号): credentials, sessions and device grants; seen by sign-in and the security administrator only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.people import Role, Viewer
from app.models.base import Base, Id, UserId


class Account(Base):
    """`role` and the places repeat the user's, so that a viewer is made without reading any ruled row;
    a composite foreign key keeps them equal."""

    __tablename__ = "account"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "role", "unit_id"], ["user.id", "user.role", "user.unit_id"], onupdate="CASCADE"
        ),
        UniqueConstraint("login"),
    )

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(16))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    county_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    person_key: Mapped[str | None] = mapped_column(String(64))
    closed_at: Mapped[datetime | None]

    @property
    def viewer(self) -> Viewer:
        """Whoever signs in with it."""
        return Viewer(Role(self.role), self.user_id, self.unit_id, self.county_id, self.town_id, self.person_key)


class SignIn(Base):
    """One interactive session: 30 minutes idle, 8 hours at most. Only the token's hash is stored."""

    __tablename__ = "sign_in"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """Failures at one login, whether anybody has it or not. Its hash only: people type their password there too."""

    __tablename__ = "failed_sign_in"

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)  # counts, and locks, until then; swept afterwards


class DeviceGrant(Base):
    """What a phone may still do after its session ended: write, and read nothing (decision 36)."""

    __tablename__ = "device_grant"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    device_id: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class QueueKey(Base):
    """The key that seals one user's queue on one device, made by the server (decision 41)."""

    __tablename__ = "queue_key"

    user_id: Mapped[UserId] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
