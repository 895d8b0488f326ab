"""Give photos a code that a public page answers to, and note which have their stamped copy."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "photo_code",
        sa.Column("code", sa.String(length=14), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_says", sa.String(length=8), nullable=True),
        sa.CheckConstraint("(told_at IS NULL) = (time_says IS NULL)", name=op.f("told_says_time")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_code_photo_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_photo_code_town_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_photo_code")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_photo_code_photo_id")),
    )
    op.add_column("photo", sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_photo_unstamped",
        "photo",
        ["owner_id"],
        postgresql_where=sa.text("derived_at IS NOT NULL AND stamped_at IS NULL"),
    )
