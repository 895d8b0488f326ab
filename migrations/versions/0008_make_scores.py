"""Make scores, their lines and what people enter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


RIGHTS = ("REVOKE UPDATE ON score, score_line, score_entry FROM xunzhen_app",)


def upgrade() -> None:
    make_score()
    make_score_line()
    make_score_entry()
    for statement in RIGHTS:
        op.execute(statement)


def make_score() -> None:
    op.create_table(
        "score",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("band", sa.String(length=16), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("facts_hash", sa.String(length=64), nullable=False),
        sa.Column("code_version", sa.String(length=32), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_score_county_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_score_scheme_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_score_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    op.create_index("ix_score_town_id_month_computed_at", "score", ["town_id", "month", "computed_at"], unique=False)


def make_score_line() -> None:
    op.create_table(
        "score_line",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("raw", sa.String(length=40), nullable=False),
        sa.Column("dimension", sa.String(length=4), nullable=True),
        sa.Column("item_code", sa.String(length=8), nullable=True),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_line_score_id")),
        sa.PrimaryKeyConstraint("score_id", "position", name=op.f("pk_score_line")),
    )


def make_score_entry() -> None:
    op.create_table(
        "score_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("matter", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("document <> ''", name=op.f("entry_has_document")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_score_entry_county_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_score_entry_entered_by")),
        sa.ForeignKeyConstraint(["replaces_id"], ["score_entry.id"], name=op.f("fk_score_entry_replaces_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_score_entry_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_entry")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_score_entry_replaces_id")),
    )
    op.create_index(op.f("ix_score_entry_town_id"), "score_entry", ["town_id"], unique=False)
