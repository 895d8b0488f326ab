"""Find photos again: their words under a key that is all there is to read, and how two of them compare."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "photo_look",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_look")),
        sa.UniqueConstraint("sha256", name=op.f("uq_photo_look_sha256")),
    )
    op.create_table(
        "photo_word",
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["look_id"], ["photo_look.id"], name=op.f("fk_photo_word_look_id")),
        sa.PrimaryKeyConstraint("word", "look_id", name=op.f("pk_photo_word")),
    )
    op.create_table(
        "photo_likeness",
        sa.Column("later", sa.String(length=64), nullable=False),
        sa.Column("earlier", sa.String(length=64), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("fits", sa.Integer(), nullable=False),
        sa.Column("mirrored", sa.Boolean(), nullable=False),
        sa.Column("matrix", postgresql.ARRAY(sa.Double()), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("later <> earlier", name=op.f("ck_photo_likeness_of_two_photos")),
        sa.PrimaryKeyConstraint("later", "earlier", name=op.f("pk_photo_likeness")),
    )
    op.create_index("ix_photo_likeness_earlier", "photo_likeness", ["earlier"])
