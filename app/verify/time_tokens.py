"""Time tokens held against their head files (核验时间戳): each fits or is named, and what fits says when it was stamped and by whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.x509 import Certificate

from app.domain.heads import NotAHeadFile
from app.domain.heads import read as read_head_file
from app.outside.time_token import DoesNotFit, TimeToken, fitting, read
from app.verify.found import Found, found
from app.verify.heads import OURS, OUTSIDE

EARLY = timedelta(minutes=5)  # clocks differ; nobody can stamp a file that is not there yet


@dataclass(frozen=True)
class Stamped:
    """What is known of one head file: `at` None where nobody stamped it, or where no token fits."""

    n: int
    at: datetime | None = None
    by: str = ""


@dataclass
class Tokens:
    """`texts` and `outside`: files and tokens that lie elsewhere, by number; `expected`: up to where they must lie there.

    Without roots it is known what a token says, and not whose word it is.
    """

    roots: Sequence[Certificate] = ()
    texts: Mapping[int, str] = field(default_factory=dict)
    outside: Mapping[int, bytes] = field(default_factory=dict)
    expected: int = 0
    told: list[Found] = field(default_factory=list)
    newest: Stamped | None = None
    count: int = 0

    def check(self, kept: Iterable[Any]) -> Iterator[Stamped]:
        """In their order; the text outside wins, as it does among head files."""
        last = 0
        for file in kept:
            yield self._look(file.n, self.texts.get(file.n, file.text), file.content)
            last = file.n
        for n in sorted(n for n in self.texts if n > last):
            yield self._look(n, self.texts[n], None)

    def _look(self, n: int, text: str, ours: bytes | None) -> Stamped:
        theirs = self.outside.get(n)
        if theirs is None and ours is not None and n <= self.expected:
            self._tell("token_missing", n=n, where=OUTSIDE)
        if theirs is not None and ours is None:
            self._tell("token_missing", n=n, where=OURS)
        copies = ((OUTSIDE, theirs), (OURS, ours))
        judged = [self._judged(n, text, where, token) for where, token in copies if token is not None]
        fits = next((it for it in judged if it is not None), None)
        if fits is None:
            return Stamped(n)
        self.count, self.newest = self.count + 1, Stamped(n, fits.at, fits.by)
        return self.newest

    def _judged(self, n: int, text: str, where: str, token: bytes) -> TimeToken | None:
        content = text.encode()
        try:
            fits = fitting(token, content, self.roots) if self.roots else read(token, content)
        except DoesNotFit as wrong:
            self._tell("token_wrong", n=n, where=where, why=wrong.misfit)
            return None
        if (made := _made_at(text)) and fits.at < made - EARLY:
            self._tell("token_too_early", n=n, at=fits.at, made=made, by=fits.by)
        return fits

    def _tell(self, code: str, **place: object) -> None:
        self.told.append(found(code, **place))


@dataclass
class Run:
    """Head files one after the other, stamped by the same, or by nobody."""

    first: Stamped
    last: Stamped


def runs_of(every: Iterable[Stamped]) -> list[Run]:
    runs: list[Run] = []
    for it in every:
        if runs and (runs[-1].last.n + 1, runs[-1].last.by) == (it.n, it.by):
            runs[-1].last = it
        else:
            runs.append(Run(it, it))
    return runs


def _made_at(text: str) -> datetime | None:
    """None for what is no head file; that is told where head files are."""
    try:
        return read_head_file(text)[0].at
    except NotAHeadFile:
        return None
