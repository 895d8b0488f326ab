"""Count failures by login, whether anybody has it or not, so that being locked does not tell which logins exist.

The account's own counter goes at once: an upgrade stops all processes, and what it held lasts fifteen minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("login_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login_hash", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(op.f("ix_failed_sign_in_until"), "failed_sign_in", ["until"])
    op.execute("GRANT DELETE ON failed_sign_in TO xunzhen_app")
    op.drop_column("account", "failed_count")  # its check goes with it
    op.drop_column("account", "locked_until")
