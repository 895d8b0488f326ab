"""Cover what is nobody's business: masks on photos, what a stamped copy was covered with, why an original was opened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "photo_mask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(length=12), nullable=False),
        sa.Column("boxes", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reach IN ('published', 'everywhere')", name=op.f("mask_reach")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_photo_mask_county_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_mask_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_mask")),
        sa.UniqueConstraint("photo_id", "n", name=op.f("uq_photo_mask_photo_id_n")),
    )
    op.create_index("ix_photo_mask_sha256", "photo_mask", ["sha256"])
    op.execute("REVOKE UPDATE ON photo_mask FROM xunzhen_app")
    op.add_column("photo", sa.Column("stamped_with", postgresql.JSONB(), nullable=True))
    op.add_column("access_log", sa.Column("why", sa.String(length=400), nullable=True))
