"""Send the journal's heads outside: files and leaves that nobody may change, and how far each place has them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

APPEND_ONLY = ("head_file", "head_leaf")


def upgrade() -> None:
    make_files()
    make_deliveries()
    for table in APPEND_ONLY:
        op.execute(f"REVOKE UPDATE ON {table} FROM xunzhen_app")
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def make_files() -> None:
    op.create_table(
        "head_file",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_head_file")),
        sa.UniqueConstraint("at", name=op.f("uq_head_file_at")),
    )
    op.create_table(
        "head_leaf",
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["n"], ["head_file.n"], name=op.f("fk_head_leaf_n")),
        sa.PrimaryKeyConstraint("n", "stream_id", name=op.f("pk_head_leaf")),
    )
    op.create_index("ix_head_leaf_stream_id_seq", "head_leaf", ["stream_id", "seq"])


def make_deliveries() -> None:
    op.create_table(
        "head_delivery",
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("delivered_n", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_head_delivery")),
    )
