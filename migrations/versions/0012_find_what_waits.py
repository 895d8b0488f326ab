"""Find what waits: photos without bytes, answers without photos, uploads under way; the sweep asks every ten seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("ix_photo_waiting", "photo", ["sha256"], postgresql_where=sa.text("arrived_at IS NULL"))
    op.create_index("ix_evidence_waiting", "evidence", ["id"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index("ix_upload_user_id_sha256", "upload", ["user_id", "sha256"])
    op.create_index("ix_upload_expires_at", "upload", ["expires_at"])
