"""Chains (日志链): each row recomputed from its own content and held against the row before, the head, and what others know.

A chain that was changed and then computed anew is whole in itself. Only somebody else's word shows it: a leaf of a head
file, or a receipt on a phone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.journal import GENESIS, chain_hash
from app.verify.found import Found, found

BACK = timedelta(minutes=5)  # rows of one stream may be a little out of order: order is by seq
HASHED = ("stream_id", "seq", "id", "user_id", "unit_id", "act", "noun", "subject_id", "body")
MOST_MOVED = 50  # wrong rows of a stream that are tried at each other's places


@dataclass(frozen=True)
class Claim:
    """What a leaf or a receipt says of a row; `n` and `at` are those of the leaf's head file."""

    seq: int
    hash: str
    n: int = 0
    at: datetime | None = None

    @property
    def by_receipt(self) -> bool:
        return self.at is None


@dataclass
class Walk:
    """Along one stream. What only follows from a fault already told is not told again."""

    stream_id: UUID
    claims: list[Claim]
    seq: int = 0
    hash: str = GENESIS
    at: datetime | None = None
    wrong: bool = False
    missing: list[tuple[int, int]] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    told: list[Found] = field(default_factory=list)
    good: Claim | None = None
    bad: Claim | None = None

    def take(self, row: Any) -> None:
        gap = row.seq != self.seq + 1
        if gap:
            self.missing.append((self.seq + 1, row.seq - 1))
        wrong = row.hash != hash_at(row, row.seq)
        if wrong:
            self.changed.append(row)
        elif row.before != self.hash and not gap and not self.wrong:
            self.tell("chain_broken", seq=row.seq, before=self.seq)
        if self.at is not None and row.at < self.at - BACK:
            self.tell("time_goes_back", seq=row.seq, at=row.at, earlier=self.at)
        self._hold_against_claims(row)
        self.seq, self.hash, self.at, self.wrong = row.seq, row.hash, row.at, wrong

    def tell(self, code: str, **place: Any) -> None:
        self.told.append(found(code, stream=self.stream_id, **place))

    def _hold_against_claims(self, row: Any) -> None:
        while self.claims and self.claims[-1].seq <= row.seq:
            claim = self.claims.pop()
            if claim.seq == row.seq:
                self._compare(claim, row)

    def _compare(self, claim: Claim, row: Any) -> None:
        right = claim.hash == row.hash
        if claim.by_receipt and not right:
            self.tell("receipt_differs", seq=claim.seq)
        if not claim.by_receipt and right and self.bad is None:
            self.good = claim
        if not claim.by_receipt and not right and self.bad is None:
            self.bad = claim

    def end(self, head_seq: int | None, head: str | None) -> list[Found]:
        """All rows are read; `head` is what the stream's own row of heads says."""
        if head_seq is not None and head_seq > self.seq:
            self.missing.append((self.seq + 1, head_seq))
        elif (head_seq, head) != (self.seq, self.hash):
            self.tell("head_differs", seq=self.seq)
        for row, source in _moved(self.changed, self.missing):
            if source is None:
                self.tell("row_changed", seq=row.seq)
            else:
                self.tell("row_moved", seq=row.seq, source=source)
        for first, last in self.missing:
            self.tell("row_missing", seq=first, last=last)
        self._tell_of_claims()
        return self.told

    def _tell_of_claims(self) -> None:
        if self.bad is not None:
            since = self.good.at if self.good else None
            self.tell(
                "rewritten",
                seq=self.good.seq + 1 if self.good else 1,
                last=self.bad.seq,
                n=self.bad.n,
                at=self.bad.at,
                since=since or "—",
            )
        beyond = [claim for claim in self.claims if claim.seq > self.seq]
        for claim in (claim for claim in beyond if claim.by_receipt):
            self.tell("receipt_beyond_the_end", seq=claim.seq, last=self.seq)
        leaves = [claim for claim in beyond if not claim.by_receipt]
        if leaves:
            farthest = max(leaves, key=lambda claim: claim.seq)
            self.tell("cut", seq=self.seq + 1, last=farthest.seq, n=farthest.n, at=farthest.at)


def walk(stream_id: UUID, rows: Iterable[Any], claims: Iterable[Claim]) -> Iterator[Found]:
    """One stream; each row brings the head that its stream should have."""
    walking = Walk(stream_id, sorted(claims, key=lambda claim: -claim.seq))
    head: tuple[int | None, str | None] = (None, None)
    for row in rows:
        walking.take(row)
        head = (row.head_seq, row.head)
    yield from walking.end(*head)


def hash_at(row: Any, seq: int) -> str:
    """The row's hash, if that were its place."""
    fields = {name: getattr(row, name) for name in HASHED}
    return chain_hash(row.before, bytes(row.salt), row.at, {**fields, "seq": seq})


def _moved(changed: list[Any], missing: list[tuple[int, int]]) -> Iterator[tuple[Any, int | None]]:
    """Each wrong row with the place where it would be right, among those that are wrong or empty."""
    places = [row.seq for row in changed] + [
        seq for first, last in missing for seq in range(first, min(last, first + 9) + 1)
    ]
    for row in changed:
        tried = places if len(places) <= MOST_MOVED else []
        yield row, next((seq for seq in tried if hash_at(row, seq) == row.hash), None)
