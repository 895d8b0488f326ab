"""Make operations, the journal and its streams, and the jobs that are due."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


RIGHTS = ("REVOKE UPDATE ON stream, journal, access_log FROM xunzhen_app",)


def upgrade() -> None:
    make_operation()
    index_operation()
    make_stream()
    make_stream_head()
    make_journal()
    make_access_log()
    make_due()
    for statement in RIGHTS:
        op.execute(statement)


def make_operation() -> None:
    op.create_table(
        "operation",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("server_nonce", sa.String(length=120), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=True),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("waits_for", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_operation_county_id")),
        sa.ForeignKeyConstraint(["resolved_by"], ["user.id"], name=op.f("fk_operation_resolved_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_operation_round_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_operation_town_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_operation_user_id")),
        sa.PrimaryKeyConstraint("op_id", "sha256", name=op.f("pk_operation")),
    )


def index_operation() -> None:
    op.create_index(
        "ix_operation_open",
        "operation",
        ["county_id"],
        unique=False,
        postgresql_where="verdict = 'kept' AND resolved_at IS NULL",
    )
    op.create_index(
        "one_truth_per_op_id",
        "operation",
        ["op_id"],
        unique=True,
        postgresql_where=sa.text("reason IS DISTINCT FROM 'conflict'"),
    )
    op.create_index(op.f("ix_operation_round_id"), "operation", ["round_id"], unique=False)
    op.create_index(op.f("ix_operation_waits_for"), "operation", ["waits_for"], unique=False)


def make_stream() -> None:
    op.create_table(
        "stream",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_stream_county_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_stream_round_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_stream_town_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_stream_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint(
            "kind",
            "county_id",
            "town_id",
            "round_id",
            "user_id",
            name=op.f("uq_stream_kind_county_id_town_id_round_id_user_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_stream_round_id"), "stream", ["round_id"], unique=False)
    op.create_index(op.f("ix_stream_town_id"), "stream", ["town_id"], unique=False)
    op.create_index(op.f("ix_stream_user_id"), "stream", ["user_id"], unique=False)


def make_stream_head() -> None:
    op.create_table(
        "stream_head",
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_stream_head_stream_id")),
        sa.PrimaryKeyConstraint("stream_id", name=op.f("pk_stream_head")),
    )


def make_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_journal_stream_id")),
        sa.PrimaryKeyConstraint("stream_id", "seq", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_id", "journal", ["id"], unique=True)
    op.create_index("ix_journal_subject_id", "journal", ["subject_id"], unique=False)


def make_access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index(op.f("ix_access_log_at"), "access_log", ["at"], unique=False)


def make_due() -> None:
    op.create_table(
        "due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.String(length=48), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
    )
    op.create_index("ix_due_open", "due", ["job", "key"], unique=False, postgresql_where="done_at IS NULL")
    op.create_index("ix_due_run_at", "due", ["run_at"], unique=False, postgresql_where="done_at IS NULL")
