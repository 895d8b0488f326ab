"""Keep where in a picture its words lie: rows alone then say of most photos that they are not the one looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("photo_look", sa.Column("layout", sa.LargeBinary(), nullable=True))
