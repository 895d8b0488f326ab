"""Make rounds, their towns and members, and visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    make_round()
    make_round_town()
    make_round_member()
    make_visit()
    make_visit_dimension()


def make_round() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name=op.f("released_has_time")),
        sa.CheckConstraint("window_from <= window_to", name=op.f("round_window_is_sound")),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"], name=op.f("fk_round_checklist_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_round_county_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index(op.f("ix_round_county_id"), "round", ["county_id"], unique=False)


def make_round_town() -> None:
    op.create_table(
        "round_town",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_town_round_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_round_town_town_id")),
        sa.PrimaryKeyConstraint("round_id", "town_id", name=op.f("pk_round_town")),
    )
    op.create_index(op.f("ix_round_town_town_id"), "round_town", ["town_id"], unique=False)


def make_round_member() -> None:
    op.create_table(
        "round_member",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_member_round_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_round_member_user_id")),
        sa.PrimaryKeyConstraint("round_id", "user_id", "part", name=op.f("pk_round_member")),
    )
    op.create_index(op.f("ix_round_member_user_id"), "round_member", ["user_id"], unique=False)


def make_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'finished' OR finished_at IS NOT NULL", name=op.f("finished_has_time")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_visit_county_id")),
        sa.ForeignKeyConstraint(["inspector_id"], ["user.id"], name=op.f("fk_visit_inspector_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_visit_round_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_visit_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_round_id"), "visit", ["round_id"], unique=False)
    op.create_index(op.f("ix_visit_town_id"), "visit", ["town_id"], unique=False)


def make_visit_dimension() -> None:
    op.create_table(
        "visit_dimension",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("looked", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_dimension_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "code", name=op.f("pk_visit_dimension")),
    )
