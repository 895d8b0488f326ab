"""Read what files say of themselves, and keep which answer of the server a phone had seen when it took a photo."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "file_reading",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_reading")),
    )
    op.add_column("photo_claim", sa.Column("server_nonce", sa.String(length=120), nullable=True))
    for column in ("metadata_sha256", "taken_at"):
        op.create_index(f"ix_photo_claim_{column}", "photo_claim", [column])
