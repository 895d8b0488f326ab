"""Hash copies: what a stamped copy and the file of a pack must hash to; those of before have none."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("photo", sa.Column("stamped_digest", sa.String(length=64), nullable=True))
    op.add_column("pack", sa.Column("file_sha256", sa.String(length=64), nullable=True))
