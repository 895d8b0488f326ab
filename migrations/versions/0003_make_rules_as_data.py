"""Make the rules that are data: checklists, schemes, time grades, settings, calendar, phrases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    make_checklist()
    make_checklist_item()
    make_dimension()
    make_scheme()
    make_time_grade()
    make_setting()
    make_phrase()
    make_holiday()


def make_checklist() -> None:
    op.create_table(
        "checklist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_checklist_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("region_id", "version", name=op.f("uq_checklist_region_id_version")),
    )


def make_checklist_item() -> None:
    op.create_table(
        "checklist_item",
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("dimension", sa.String(length=4), nullable=False),
        sa.Column("problem", sa.String(length=80), nullable=False),
        sa.Column("standard", sa.String(length=120), nullable=False),
        sa.Column("done_when", sa.String(length=120), nullable=False),
        sa.Column("deduction", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("cap", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("time_grade", sa.String(length=4), nullable=False),
        sa.Column("red_line", sa.Boolean(), nullable=False),
        sa.Column("limit_kind", sa.String(length=16), nullable=True),
        sa.Column("limit_value", sa.Integer(), nullable=True),
        sa.Column("merge_radius_m", sa.Integer(), nullable=False),
        sa.Column("initials", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"], name=op.f("fk_checklist_item_checklist_id")),
        sa.PrimaryKeyConstraint("checklist_id", "code", name=op.f("pk_checklist_item")),
    )


def make_dimension() -> None:
    op.create_table(
        "dimension",
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"], name=op.f("fk_dimension_checklist_id")),
        sa.PrimaryKeyConstraint("checklist_id", "code", name=op.f("pk_dimension")),
    )


def make_scheme() -> None:
    op.create_table(
        "scheme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.CheckConstraint("extract(day from valid_from) = 1", name=op.f("scheme_starts_on_the_first")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_scheme_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("region_id", "version", name=op.f("uq_scheme_region_id_version")),
    )


def make_time_grade() -> None:
    op.create_table(
        "time_grade",
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("limit_kind", sa.String(length=16), nullable=False),
        sa.Column("limit_value", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_time_grade_region_id")),
        sa.PrimaryKeyConstraint("region_id", "code", name=op.f("pk_time_grade")),
    )


def make_setting() -> None:
    op.create_table(
        "setting",
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_setting_region_id")),
        sa.PrimaryKeyConstraint("region_id", "key", name=op.f("pk_setting")),
    )


def make_phrase() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=4), nullable=True),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_phrase_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
        sa.UniqueConstraint("region_id", "text", name=op.f("uq_phrase_region_id_text")),
    )


def make_holiday() -> None:
    op.create_table(
        "holiday",
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_holiday_region_id")),
        sa.PrimaryKeyConstraint("region_id", "day", name=op.f("pk_holiday")),
    )
