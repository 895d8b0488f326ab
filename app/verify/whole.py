"""The whole check (全面核验): head files first, for only those that stand are believed about rows; then every stream."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.heads import Leaf, number_of, token_number_of
from app.outside import Readable
from app.queries.proof import (
    ALL,
    Span,
    head_files,
    leaves_by_file,
    leaves_by_stream,
    streams_with_rows,
    streams_without_rows,
)
from app.verify.chains import Claim, walk
from app.verify.found import Found, Report, found
from app.verify.heads import Files, Kept
from app.verify.receipts import Claims


@dataclass(frozen=True)
class Witnesses:
    """Who else speaks of the rows: head files that stand, with the time of each, and receipts by stream."""

    standing: Mapping[int, datetime] = field(default_factory=dict)
    receipts: Claims = field(default_factory=dict)


def fetched(place: Readable) -> dict[int, str]:
    """All head files that lie there, by number; other files there are none of ours."""
    numbers = {number: name for name in place.names() if (number := number_of(name)) is not None}
    texts = {number: place.read(name) for number, name in numbers.items()}
    return {number: text.decode(errors="replace") for number, text in texts.items() if text is not None}


def fetched_tokens(place: Readable) -> dict[int, bytes]:
    """Those that lie beside the files."""
    numbers = {number: name for name in place.names() if (number := token_number_of(name)) is not None}
    tokens = {number: place.read(name) for number, name in numbers.items()}
    return {number: token for number, token in tokens.items() if token is not None}


def check_heads(report: Report, files: Files) -> None:
    report.take(files.check(_kept()))
    report.looked["files"] += files.count


def check_chains(report: Report, witnesses: Witnesses, span: Span = ALL) -> None:
    """Every row of these streams. Leaves are read first: what is journaled meanwhile is beyond them."""
    claims = _Merged(leaves_by_stream(span), witnesses)
    for stream_id, rows in streams_with_rows(span):
        report.take(_gone(claims.before(stream_id)))
        report.take(walk(stream_id, _counted(rows, report), claims.of(stream_id)))
        report.looked["streams"] += 1
    lost = {*streams_without_rows(span), *claims.before(None)}
    report.take(_gone(sorted(lost)))


def _kept() -> Iterator[Kept]:
    """Files are asked for first: one that is written meanwhile then has leaves and no file, and is not looked at."""
    files, leaves = head_files(), leaves_by_file()
    n, group = next(leaves, (0, iter(())))
    for file in files:
        while n and n < file.n:
            n, group = next(leaves, (0, iter(())))
        mine = [Leaf(it.stream_id, it.seq, it.hash, bytes(it.salt)) for it in group] if n == file.n else []
        yield Kept(file.n, bytes(file.salt), file.text, mine)


def _counted(rows: Iterable[Any], report: Report) -> Iterator[Any]:
    for row in rows:
        report.looked["rows"] += 1
        yield row


def _gone(streams: Iterable[UUID]) -> Iterator[Found]:
    return (found("stream_missing", stream=stream_id) for stream_id in streams)


class _Merged:
    """Claims stream by stream, in the order of the rows; those of streams that have no rows any more are told apart."""

    def __init__(self, leaves: Iterator[tuple[UUID, Iterator[Any]]], witnesses: Witnesses) -> None:
        self._leaves = leaves
        self._standing = witnesses.standing
        self._receipts = dict(witnesses.receipts)
        self._next: tuple[UUID, list[Claim]] | None = self._read()

    def before(self, stream_id: UUID | None) -> list[UUID]:
        """Streams that witnesses speak of and rows do not, ahead of that one; None: all that are left."""
        passed = []
        while self._next is not None and (stream_id is None or self._next[0] < stream_id):
            passed.append(self._next[0])
            self._receipts.pop(self._next[0], None)
            self._next = self._read()
        if stream_id is None:
            passed += self._receipts
        return passed

    def of(self, stream_id: UUID) -> list[Claim]:
        claims = self._receipts.pop(stream_id, [])
        if self._next is not None and self._next[0] == stream_id:
            claims = self._next[1] + claims
            self._next = self._read()
        return claims

    def _read(self) -> tuple[UUID, list[Claim]] | None:
        for stream_id, group in self._leaves:
            claims = [Claim(it.seq, it.hash, it.n, self._standing[it.n]) for it in group if it.n in self._standing]
            if claims:
                return stream_id, claims
        return None
