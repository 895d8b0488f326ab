"""Warn and tell: since when little time is left, which warnings stand, and who has heard of what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("finding", sa.Column("soon_at", MOMENT, nullable=True))
    op.execute("UPDATE finding SET soon_at = due_at - interval '2 days' WHERE due_at IS NOT NULL")
    op.create_check_constraint(op.f("due_has_soon"), "finding", "(due_at IS NULL) = (soon_at IS NULL)")
    make_warnings()
    make_notices()


def make_warnings() -> None:
    op.create_table(
        "supervision_warning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("colour", sa.String(length=8), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("cleared_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_supervision_warning_county_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_supervision_warning_town_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_supervision_warning_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_warning")),
    )
    still = sa.text("cleared_at IS NULL")
    table = "supervision_warning"
    op.create_index("uq_supervision_warning_open", table, ["subject_id", "reason"], unique=True, postgresql_where=still)
    op.create_index("ix_supervision_warning_town_id_open", table, ["town_id"], postgresql_where=still)
    op.create_index("ix_supervision_warning_county_id_raised_at", table, ["county_id", "raised_at"])


def make_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("journal_id", sa.Uuid(), nullable=True),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notice_user_id_key")),
    )
    op.create_index("ix_notice_user_id_at", "notice", ["user_id", "at"])
    op.create_index("ix_notice_unread", "notice", ["user_id"], postgresql_where=sa.text("read_at IS NULL"))
