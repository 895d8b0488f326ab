"""Find the facts of a month: indexes, so that one town's score does not cost more with every year behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

BY_TOWN = (
    ("finding", "closed_at"),
    ("finding", "due_at"),
    ("visit", "started_at"),
    ("visit", "received_at"),
    ("supervision_order", "issued_at"),
    ("score_entry", "month"),
)


def upgrade() -> None:
    for table, column in BY_TOWN:
        op.create_index(f"ix_{table}_town_id_{column}", table, ["town_id", column], unique=False)
    op.create_index(
        "ix_due_done", "due", ["key", "done_at"], unique=False, postgresql_where=sa.text("done_at IS NOT NULL")
    )
