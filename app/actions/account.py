"""Accounts (账号): signing in and out, passwords, sessions and device grants; each is journaled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.actions import places
from app.actions.journal import Act, Place, write
from app.db import db
from app.domain import chance
from app.domain.journal import StreamKind
from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.models import Account, DeviceGrant, FailedSignIn, QueueKey, SignIn, Unit, User

TRIES, LOCKED_FOR = 5, timedelta(minutes=15)
GRANT_FOR = timedelta(days=30)
SHORTEST = 10

hasher = PasswordHasher()
NOBODYS_HASH = hasher.hash("nobody")  # an unknown login costs as much time as a wrong password


@dataclass(frozen=True)
class SignedIn:
    """The secrets of a new session, told once; only their hashes are stored."""

    token: str
    csrf_token: str
    grant_token: str | None


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Argon2id; slow on purpose."""
    return hasher.hash(password)


def check_password(login: str, password: str, at: datetime, demo: bool) -> tuple[Account | None, Problem | None]:
    """The account, or why not. Failures are counted, so the caller commits either way.

    Every login takes the same way, whether anybody has it or not: the answers must not tell which logins exist.
    """
    failures = _failures(login, at)
    counted = failures.tries if at < failures.until else 0
    account = db.session.scalars(select(Account).where(Account.login == login)).one_or_none()
    right = _matches(account.password_hash if account else NOBODYS_HASH, password)
    if counted >= TRIES:
        return None, Problem("account_locked")
    if account is None or account.closed_at is not None or (account.demo and not demo) or not right:
        failures.tries, failures.until = counted + 1, at + LOCKED_FOR
        return None, Problem("wrong_credentials")
    failures.tries = 0
    return account, None


def forget_failures(at: datetime) -> None:
    """What no longer counts: logins made up by the thousand leave no row for longer than a lock lasts."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.until <= at))


def _failures(login: str, at: datetime) -> FailedSignIn:
    """The row of this login, held until the transaction ends: tries sent at once must not share one count."""
    key = token_hash(login)
    statement = select(FailedSignIn).where(FailedSignIn.login_hash == key).with_for_update()
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        fresh = insert(FailedSignIn).values(login_hash=key, tries=0, until=at + LOCKED_FOR)
        db.session.execute(fresh.on_conflict_do_nothing())
        found = db.session.scalars(statement).one()
    return found


def open_session(account: Account, device_id: UUID | None, at: datetime) -> SignedIn:
    """A session row, and for a phone a grant that outlives it (decision 36)."""
    made = SignedIn(chance.new_token(), chance.new_token(), chance.new_token() if device_id else None)
    db.session.add(
        SignIn(
            token_hash=token_hash(made.token),
            account_id=account.id,
            csrf_token=made.csrf_token,
            device_id=device_id,
            created_at=at,
            seen_at=at,
        )
    )
    if device_id is not None and made.grant_token is not None:
        db.session.add(
            DeviceGrant(
                token_hash=token_hash(made.grant_token),
                account_id=account.id,
                device_id=device_id,
                created_at=at,
                expires_at=at + GRANT_FOR,
            )
        )
    return made


def queue_key(viewer: Viewer, device_id: UUID, at: datetime) -> str:
    """The key of this user's queue on this device, the same at each sign-in (decision 41)."""
    key = db.session.get(QueueKey, (viewer.user_id, device_id))
    if key is None:
        key = QueueKey(user_id=viewer.user_id, device_id=device_id, key=chance.new_key().hex(), created_at=at)
        db.session.add(key)
    return key.key


def close_session(token: str, at: datetime) -> None:
    """Signing out ends the session; the device grant goes on sending what is queued."""
    for row in db.session.scalars(select(SignIn).where(SignIn.token_hash == token_hash(token))):
        row.ended_at = at


def close_other_sessions(account: Account, token: str, at: datetime) -> None:
    """All sessions of the account but the one of that token; device grants go on sending."""
    others = select(SignIn).where(
        SignIn.account_id == account.id, SignIn.token_hash != token_hash(token), SignIn.ended_at.is_(None)
    )
    for row in db.session.scalars(others):
        row.ended_at = at


def end_session(session: SignIn, viewer: Viewer, at: datetime) -> None:
    """A person ends one of their own sessions from another."""
    if session.ended_at is None:
        session.ended_at = at
        write(Act("session.end", session.id), places.of_user(viewer), viewer, at)


def revoke_grant(grant: DeviceGrant, viewer: Viewer, at: datetime) -> None:
    """A lost phone: what it still sends is kept for a person, never dropped (decision 36)."""
    if grant.revoked_at is None:
        grant.revoked_at = at
        act = Act("device_grant.revoke", grant.id, {"device_id": str(grant.device_id)})
        write(act, places.of_user(viewer), viewer, at)


def change_password(account: Account, old: str, new: str) -> None:
    if not _matches(account.password_hash, old):
        raise Problem("password_wrong", pointer="/password")
    if len(new) < SHORTEST or new in {old, account.login}:
        raise Problem("password_weak", pointer="/new_password", n=SHORTEST)
    account.password_hash, account.must_change = hash_password(new), False


@dataclass(frozen=True)
class Newcomer:
    """A person to be given an account; named by office, never by a person's name in demo data."""

    login: str
    name: str
    role: Role
    unit: Unit
    county_id: UUID | None
    town_id: UUID | None
    demo: bool = False
    must_change: bool = True


def create_account(newcomer: Newcomer, password_hash: str, viewer: Viewer, at: datetime) -> Account:
    """A user and its account, journaled in the county's account stream."""
    if db.session.scalars(select(Account.id).where(Account.login == newcomer.login)).first():
        raise Problem("login_taken", pointer="/login")
    who, unit_id = newcomer, newcomer.unit.id
    place = {"county_id": who.county_id, "town_id": who.town_id}
    user = User(id=chance.new_id(), name=who.name, role=who.role, unit_id=unit_id, **place)
    db.session.add(user)
    db.session.flush()
    account = Account(
        login=who.login,
        password_hash=password_hash,
        must_change=who.must_change,
        demo=who.demo,
        user_id=user.id,
        role=who.role,
        unit_id=unit_id,
        **place,
    )
    db.session.add(account)
    act = Act("account.create", user.id, {"role": who.role.value})
    write(act, Place(StreamKind.ACCOUNTS, who.county_id), viewer, at)
    return account


def _matches(hashed: str, password: str) -> bool:
    try:
        return hasher.verify(hashed, password)
    except VerifyMismatchError:
        return False
