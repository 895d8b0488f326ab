"""Urge: when a point or an order was last pressed for, and with which words."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    for table in ("finding", "supervision_order"):
        op.add_column(table, sa.Column("urged_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("urged_for", sa.String(length=500), nullable=False, server_default=""))
        op.alter_column(table, "urged_for", server_default=None)
