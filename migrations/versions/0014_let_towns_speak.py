"""Let towns speak: requests about points of their own, and self-checks of their own streets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    make_town_request()
    make_self_check()


def make_town_request() -> None:
    """At most one open request of a kind at a point; the database says so as well."""
    op.create_table(
        "town_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unit_name", sa.String(length=80), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'dispute' OR until IS NOT NULL", name=op.f("request_has_day")),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_town_request_asked_by")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_town_request_county_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_town_request_finding_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_town_request_town_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_town_request_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_request")),
    )
    op.create_index(op.f("ix_town_request_finding_id"), "town_request", ["finding_id"])
    op.create_index(
        "uq_town_request_open",
        "town_request",
        ["finding_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    )


def make_self_check() -> None:
    """Looked for by what may put it into a month, and by what still waits for a photo."""
    op.create_table(
        "self_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=8), nullable=True),
        sa.Column("item_codes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("clean", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["checked_by"], ["user.id"], name=op.f("fk_self_check_checked_by")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_self_check_county_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_self_check_town_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_self_check_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_check")),
    )
    op.create_index("ix_self_check_town_id_made_at", "self_check", ["town_id", "made_at"])
    op.create_index("ix_self_check_town_id_received_at", "self_check", ["town_id", "received_at"])
    op.create_index("ix_self_check_waiting", "self_check", ["id"], postgresql_where=sa.text("whole_at IS NULL"))
