"""Answer what was asked: the county's word on a request, and until when a point is suspended."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("town_request", sa.Column("answer", sa.String(length=500), nullable=False, server_default=""))
    op.alter_column("town_request", "answer", server_default=None)
    op.add_column("town_request", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("town_request", sa.Column("granted_until", sa.Date(), nullable=True))
    answered = "(state IN ('granted', 'refused')) = (answered_at IS NOT NULL)"
    op.create_check_constraint(op.f("answered_has_time"), "town_request", answered)
    op.add_column("finding", sa.Column("suspended_until", sa.Date(), nullable=True))
    op.execute("UPDATE finding SET suspended_until = stopped_at::date + 365 WHERE state = 'suspended'")
    bounded = "state <> 'suspended' OR suspended_until IS NOT NULL"
    op.create_check_constraint(op.f("suspended_has_day"), "finding", bounded)
