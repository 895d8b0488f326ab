"""List what is listed: a row for everybody of each order that is under listed supervision already."""

from alembic import op

revision = "0036"
down_revision = "0035"

MOVE = """
INSERT INTO public_listing (id, order_id, county_id, number, town, words, leader, listed_at, points, closed)
SELECT gen_random_uuid(), o.id, o.county_id, o.word || '〔' || o.year || '〕' || o.seq || '号', r.name,
       o.listed_for, o.leader, o.listed_at,
       (SELECT count(*) FROM finding f WHERE f.order_id = o.id AND f.state <> 'void'),
       (SELECT count(*) FROM finding f WHERE f.order_id = o.id AND f.state = 'closed')
FROM supervision_order o JOIN region r ON r.id = o.town_id
WHERE o.listed_at IS NOT NULL AND o.state <> 'void'
"""


def upgrade() -> None:
    op.execute(MOVE)
