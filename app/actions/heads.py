"""Head files (指纹文件): one is written at each ten minutes of the wall, and brought to each place in order, none left out."""

from datetime import datetime
from time import monotonic

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.domain import chance
from app.domain.heads import (
    FIRST,
    TOKEN,
    HeadText,
    Leaf,
    Signer,
    hash_of,
    name_of,
    root_of,
    slot_of,
    token_name_of,
    written,
)
from app.models import HeadDelivery, HeadFile, HeadLeaf
from app.outside import Named, Place
from app.outside.faults import OtherFileThere, PlaceAway
from app.queries.heads import files_after, moved_heads, newest_head_file, tokens_after

MOST, LONGEST = 200, 60.0  # files and seconds in one go: a place that was away for long must not hold the worker
TAKEN, TOKEN_TAKEN = "other_file_there", "other_token_there"


def write_head_file(signer: Signer, at: datetime) -> HeadText | None:
    """None where this slot has its file. A slot that nobody was awake for stays without: its heads cannot be known."""
    slot, before = slot_of(at), newest_head_file()
    if before is not None and before.at >= slot:
        return None
    leaves = [Leaf(head.stream_id, head.seq, head.head, chance.new_salt()) for head in moved_heads()]
    salt, n = chance.new_salt(), before.n + 1 if before else 1
    previous = hash_of(before.text) if before else FIRST
    said = HeadText(n, slot, previous, root_of(leaves, salt), signer.public)
    row = insert(HeadFile).values(n=n, at=slot, salt=salt, text=written(said, signer))
    if db.session.execute(row.on_conflict_do_nothing().returning(HeadFile.n)).scalar_one_or_none() is None:
        return None  # another sweep was as quick
    db.session.add_all(HeadLeaf(n=n, **vars(leaf)) for leaf in leaves)
    return said


def deliver(place: Place, at: datetime) -> bool:
    """What that place lacks, in order; False: it still lacks some. What is safe there stays delivered.

    Files come first: a token is brought to a file that lies there, and no trouble with it keeps a file back.
    """
    row, until = held_delivery(place, 0, at), monotonic() + LONGEST
    files = files_after(row.delivered_n, MOST)
    for file in files:
        if not _put(place, row, (name_of(file.n), file.text.encode())):
            return False
        row.delivered_n, row.delivered_at = file.n, at
        if monotonic() > until:
            return False
    tokens = tokens_after(row.token_n, row.delivered_n, MOST)
    for token in tokens:
        if monotonic() > until or not _put(place, row, (token_name_of(token.n), token.content)):
            return False
        row.token_n = token.n
    return len(files) < MOST and len(tokens) < MOST


def _put(place: Place, row: HeadDelivery, named: tuple[str, bytes]) -> bool:
    name, content = named
    try:
        place.put(name, content)
    except PlaceAway as away:
        row.trouble = str(away)[:120]
    except OtherFileThere:
        row.trouble = TOKEN_TAKEN if name.endswith(TOKEN) else TAKEN
    return row.trouble is None


def held_delivery(place: Named, begins: int, at: datetime) -> HeadDelivery:
    """Its row, held until the transaction ends: two deliverers would overtake each other."""
    new = insert(HeadDelivery).values(place=place.key, label=place.label, delivered_n=begins, tried_at=at)
    db.session.execute(new.on_conflict_do_nothing())
    held = select(HeadDelivery).where(HeadDelivery.place == place.key).with_for_update()
    row = db.session.scalars(held.execution_options(populate_existing=True)).one()
    row.tried_at, row.trouble = at, None
    return row
