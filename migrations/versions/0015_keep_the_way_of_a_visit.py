"""Keep the way of a visit, and marks on photos: what the app may delete by rule is the way alone.

The way is also in what the phone sent, raw; the index finds it there when its time has come.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "track",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", postgresql.JSONB(), nullable=False),
        sa.Column("length_m", sa.Integer(), nullable=False),
        sa.Column("stays", sa.Integer(), nullable=False),
        sa.Column("stayed", sa.Interval(), nullable=False),
        sa.Column("thinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_track_county_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_track_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_track")),
    )
    op.create_index("ix_track_county_id_received_at", "track", ["county_id", "received_at"])
    op.create_index(
        "ix_operation_track", "operation", ["county_id", "received_at"], postgresql_where=sa.text("payload ? 'track'")
    )
    op.add_column("photo", sa.Column("marks", postgresql.JSONB(), nullable=True))
    op.execute("GRANT DELETE ON track TO xunzhen_app")
