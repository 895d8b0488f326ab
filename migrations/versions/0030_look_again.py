"""Look again: rechecks of points, their plans, and the draws they came from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030"
down_revision = "0029"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _draws()
    _rechecks()
    _plans()


def _draws() -> None:
    op.create_table(
        "recheck_draw",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("seed", sa.String(length=24), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_recheck_draw_county_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_draw")),
        sa.UniqueConstraint("county_id", "until", name=op.f("uq_recheck_draw_county_id_until")),
    )


def _rechecks() -> None:
    op.create_table(
        "recheck",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('wanted', 'dropped') OR reported_at IS NOT NULL", name=op.f("reported_has_time")),
        sa.CheckConstraint("(reported_at IS NULL) = (outcome IS NULL)", name=op.f("reported_has_outcome")),
        sa.CheckConstraint("told_at IS NULL OR state = 'fails'", name=op.f("told_has_failed")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_recheck_county_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_recheck_town_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_recheck_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
    )
    standing = sa.text("state IN ('wanted', 'reported')")
    op.create_index("uq_recheck_standing", "recheck", ["finding_id"], unique=True, postgresql_where=standing)
    op.create_index("ix_recheck_county_id_state", "recheck", ["county_id", "state"])
    op.create_index("ix_recheck_finding_id", "recheck", ["finding_id"])


def _plans() -> None:
    op.create_table(
        "recheck_plan",
        sa.Column("recheck_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("look_by", sa.Date(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("wanted_by", sa.Uuid(), nullable=True),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("given_to", sa.Uuid(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("position", JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["recheck_id"], ["recheck.id"], name=op.f("fk_recheck_plan_recheck_id")),
        sa.ForeignKeyConstraint(["draw_id"], ["recheck_draw.id"], name=op.f("fk_recheck_plan_draw_id")),
        sa.ForeignKeyConstraint(["wanted_by"], ["user.id"], name=op.f("fk_recheck_plan_wanted_by")),
        sa.ForeignKeyConstraint(["given_to"], ["user.id"], name=op.f("fk_recheck_plan_given_to")),
        sa.PrimaryKeyConstraint("recheck_id", name=op.f("pk_recheck_plan")),
    )
    op.create_index("ix_recheck_plan_given_to", "recheck_plan", ["given_to"])
