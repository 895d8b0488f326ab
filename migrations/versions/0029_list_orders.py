"""List orders: since when an order is under listed supervision, which leader answers for it, and whether its removal was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

MOMENT = sa.DateTime(timezone=True)
TABLE = "supervision_order"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("listed_at", MOMENT, nullable=True))
    op.add_column(TABLE, sa.Column("listed_for", sa.String(length=500), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("leader", sa.String(length=40), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("removal_asked_at", MOMENT, nullable=True))
    op.alter_column(TABLE, "listed_for", server_default=None)
    op.alter_column(TABLE, "leader", server_default=None)
