"""Copy orders: the departments and offices that an order is copied to, with the paper as it was issued."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "order_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("void_at", MOMENT, nullable=True),
        sa.Column("paper", JSONB(), nullable=True),
        sa.CheckConstraint("(sent_at IS NULL) = (paper IS NULL)", name=op.f("sent_has_paper")),
        sa.ForeignKeyConstraint(["order_id"], ["supervision_order.id"], name=op.f("fk_order_copy_order_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_order_copy_unit_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_order_copy_county_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_copy")),
        sa.UniqueConstraint("order_id", "unit_id", name=op.f("uq_order_copy_order_id")),
    )
    op.create_index("ix_order_copy_unit_id", "order_copy", ["unit_id", "sent_at"])
