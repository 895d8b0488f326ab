"""List in public: what everybody may read of an order under listed supervision."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "public_listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("town", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("leader", sa.String(length=40), nullable=False),
        sa.Column("listed_at", MOMENT, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("result", sa.String(length=8), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (result IS NULL)", name=op.f("ended_has_result")),
        sa.ForeignKeyConstraint(["order_id"], ["supervision_order.id"], name=op.f("fk_public_listing_order_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_public_listing_county_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_listing")),
    )
    still = sa.text("ended_at IS NULL")
    op.create_index("one_open_listing", "public_listing", ["order_id"], unique=True, postgresql_where=still)
    op.create_index("ix_public_listing_county_id_listed_at", "public_listing", ["county_id", "listed_at"])
