"""The journal's part of a pack (日志摘录): rows in full where they are about it, mere hashes between, and the way to a signed head file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from app.actions.journal import hashed_fields
from app.db import looking_beside
from app.domain.heads import way_of
from app.domain.journal import content_hash, plain, who_hash
from app.domain.people import SYSTEM
from app.models import Journal
from app.queries.extract import Vouching, kind_of, length_of, rows_about, rows_between, vouching_for


@dataclass
class Extract:
    """`heads` are the texts of the head files named in `streams`, `tokens` what a time authority says of them, by number."""

    streams: list[dict[str, Any]] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, bytes] = field(default_factory=dict)
    rows: int = 0
    young: int = 0  # rows that no head file speaks of yet


def extract_of(subject_ids: Collection[UUID], *, with_people: bool) -> Extract:
    """`with_people`: whether who acted is told; their hashes stand there anyway."""
    extract = Extract()
    for stream_id, rows in groupby(rows_about(subject_ids), key=attrgetter("stream_id")):
        about = list(rows)
        vouching = _vouching(stream_id, about[0].seq, about[-1].seq)
        _add(extract, stream_id, about, vouching, with_people=with_people)
    return extract


def written(extract: Extract) -> dict[str, Any]:
    """Tokens are no text: they lie beside it as files of their own."""
    return {name: said for name, said in vars(extract).items() if name != "tokens"}


def _add(
    extract: Extract, stream_id: UUID, about: Sequence[Journal], vouching: Vouching | None, *, with_people: bool
) -> None:
    sure = vouching.leaf.seq if vouching else 0
    last = max(sure, about[-1].seq)
    shown = {row.seq: _row(row, with_people=with_people) for row in about}
    others = _hashes(stream_id, about[0].seq, last)
    extract.rows += len(about)
    extract.young += sum(row.seq > sure for row in about)
    if vouching is not None:
        extract.heads[str(vouching.n)] = vouching.text
        if vouching.token is not None:
            extract.tokens[str(vouching.n)] = vouching.token
    extract.streams.append(
        {
            "stream": str(stream_id),
            "kind": kind_of(stream_id),
            "first": about[0].seq,
            "before": about[0].before,
            "rows": [shown.get(seq) or others[seq] for seq in sorted(others)],
            "proof": _proof(vouching) if vouching else None,
        }
    )


def _vouching(stream_id: UUID, first: int, last: int) -> Vouching | None:
    """None also where the leaf is younger than the moment that this pack shows."""
    with looking_beside(SYSTEM):
        found = vouching_for(stream_id, first, last)
    return found if found is not None and found.leaf.seq <= length_of(stream_id) else None


def _hashes(stream_id: UUID, first: int, last: int) -> dict[int, str]:
    """What the chain goes on with: also of rows that this viewer may not read, for a salted hash tells nothing."""
    with looking_beside(SYSTEM):
        return {row.seq: _hash(row) for row in rows_between(stream_id, first, last)}


def _row(row: Journal, *, with_people: bool) -> dict[str, Any]:
    fields = {**hashed_fields(row), "at": row.at}
    user_id = fields.pop("user_id")
    said = {name: it if isinstance(it, int | str | dict | None) else plain(it) for name, it in fields.items()}
    told = {"row": {**said, "at": _utc(row)}, "salt": bytes(row.salt).hex(), "who": who_hash(bytes(row.salt), user_id)}
    return {**told, "user_id": str(user_id or "")} if with_people else told


def _utc(row: Journal) -> str:
    return row.at.astimezone(UTC).isoformat()


def _hash(row: Journal) -> str:
    return content_hash(bytes(row.salt), row.at, hashed_fields(row))


def _proof(vouching: Vouching) -> dict[str, Any]:
    leaf = vouching.leaf
    way = way_of(leaf, vouching.leaves, vouching.salt)
    return {
        "n": vouching.n,
        "seq": leaf.seq,
        "hash": leaf.hash,
        "salt": leaf.salt.hex(),
        "steps": [["left" if is_left else "right", beside.hex()] for is_left, beside in way.steps],
        "seal": way.seal.hex(),
    }
