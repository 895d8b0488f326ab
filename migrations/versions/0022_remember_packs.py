"""Remember who asked for which evidence pack, and the hash that stands for all of it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "pack",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("of", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("photos", sa.Integer(), nullable=True),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (manifest_sha256 IS NULL)", name=op.f("made_pack_has_manifest")),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_pack_asked_by")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_pack_county_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_pack_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
    )
    op.create_index("ix_pack_asked_by_asked_at", "pack", ["asked_by", "asked_at"])
    op.create_index("ix_pack_manifest_sha256", "pack", ["manifest_sha256"])
