"""Stamp head files: tokens of a time authority, which nobody may change, and how far each place has them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "head_token",
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["n"], ["head_file.n"], name=op.f("fk_head_token_n")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_head_token")),
    )
    op.execute("REVOKE UPDATE ON head_token FROM xunzhen_app")
    op.execute(
        "CREATE TRIGGER head_token_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON head_token "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    # The program of before adds rows without it; none of them was brought a token.
    op.add_column("head_delivery", sa.Column("token_n", sa.BigInteger(), nullable=False, server_default="0"))
