"""Look twice at a share of the decisions: what was drawn, what a second and a third person said; two decisions of one answer."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

MOMENT = sa.DateTime(timezone=True)
TABLE = "second_review"
CHECKS = {
    "asked_has_no_second": "state <> 'asked' OR second_at IS NULL",
    "second_has_time": "state IN ('asked', 'dropped') OR second_at IS NOT NULL",
    "third_has_time": "(state IN ('upheld', 'overturned')) = (third_at IS NOT NULL)",
    "second_has_person": "(second_at IS NULL) = (second_by IS NULL)",
    "third_has_person": "(third_at IS NULL) = (third_by IS NULL)",
    "three_persons": "second_by <> first_by AND third_by <> first_by AND third_by <> second_by",
    "dropped_has_cause": "state <> 'dropped' OR because <> ''",
}
LEADS_TO = {
    "county_id": "region.id",
    "finding_id": "finding.id",
    "evidence_id": "evidence.id",
    "first_by": "user.id",
    "second_by": "user.id",
    "third_by": "user.id",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("first_verdict", sa.String(length=8), nullable=False),
        sa.Column("first_reason", sa.String(length=500), nullable=False),
        sa.Column("first_by", sa.Uuid(), nullable=False),
        sa.Column("first_key", sa.String(length=64), nullable=True),
        sa.Column("second_verdict", sa.String(length=8), nullable=True),
        sa.Column("second_reason", sa.String(length=500), nullable=False),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("second_key", sa.String(length=64), nullable=True),
        sa.Column("second_at", MOMENT, nullable=True),
        sa.Column("third_reason", sa.String(length=500), nullable=False),
        sa.Column("third_by", sa.Uuid(), nullable=True),
        sa.Column("third_at", MOMENT, nullable=True),
        sa.Column("because", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(name)) for name, rule in CHECKS.items()),
        *(sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_{TABLE}_{name}")) for name, to in LEADS_TO.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_review")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_second_review_evidence_id")),
    )
    waiting = sa.text("state IN ('asked', 'disagreed')")
    op.create_index("ix_second_review_open", TABLE, ["county_id", "asked_at"], postgresql_where=waiting)
    op.create_index("ix_second_review_finding_id", TABLE, ["finding_id"])
    # The default stays for the release before this one, which makes no second decision.
    op.add_column("review", sa.Column("overturns", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_constraint("uq_review_evidence_id", "review")
    op.create_unique_constraint("uq_review_evidence_id_overturns", "review", ["evidence_id", "overturns"])
