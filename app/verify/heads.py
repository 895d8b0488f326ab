"""Head files held against each other (核验指纹文件): signatures, the chain of files, the two copies, and roots from our leaves.

A file that lies outside wins over ours of the same number. Only leaves whose file stands are believed about rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.heads import FIRST, HeadText, Leaf, NotAHeadFile, hash_of, read, root_of
from app.outside.key import is_signed
from app.verify.found import Found, found

OURS, OUTSIDE = "kept_here", "kept_outside"


@dataclass(frozen=True)
class Kept:
    """A head file as our tables have it, with all that its root was made of."""

    n: int
    salt: bytes
    text: str
    leaves: list[Leaf]


@dataclass
class Files:
    """What is held against what: `outside` by number; `expected`: which numbers must lie there."""

    keys: Collection[str]
    outside: Mapping[int, str] = field(default_factory=dict)
    expected: range = range(0)
    told: list[Found] = field(default_factory=list)
    standing: dict[int, datetime] = field(default_factory=dict)  # files that hold, and when they were made
    count: int = 0

    def check(self, kept: Iterable[Kept]) -> list[Found]:
        """In their order."""
        before, last = FIRST, 0
        for n, ours in self._in_order(kept):
            if n > last + 1:
                self._tell("head_file_missing", n=last + 1, last=n - 1, where=OURS)
            text, said = self._true_text(n, ours)
            if said is not None and n == last + 1 and said.previous != before:
                self._tell("head_file_forged", n=n, where=OUTSIDE if n in self.outside else OURS)
            elif said is not None and ours is not None:
                self._hold_against_leaves(ours, said)
            before, last = hash_of(text), n
            self.count += 1
        return self.told

    def _in_order(self, kept: Iterable[Kept]) -> Iterator[tuple[int, Kept | None]]:
        """Ours and theirs as one sequence."""
        waiting = sorted(self.outside, reverse=True)
        for ours in kept:
            while waiting and waiting[-1] < ours.n:
                yield waiting.pop(), None
            if waiting and waiting[-1] == ours.n:
                waiting.pop()
            yield ours.n, ours
        yield from ((n, None) for n in reversed(waiting))

    def _true_text(self, n: int, ours: Kept | None) -> tuple[str, HeadText | None]:
        """Of the one or two copies the one that holds, and what it says; nothing where none does."""
        theirs = self.outside.get(n)
        if ours is None:
            self._tell("head_file_missing", n=n, last=n, where=OURS)
        if theirs is None and n in self.expected:
            self._tell("head_file_missing", n=n, last=n, where=OUTSIDE)
        copies = [(OUTSIDE, theirs), (OURS, ours.text if ours else None)]
        there = [(where, text, self._read(n, text)) for where, text in copies if text is not None]
        _, true, said = next((each for each in there if each[2] is not None), there[0])
        for where, text, each in there:
            if each is None or text != true:
                self._tell("head_file_forged", n=n, where=where)
        return true, said

    def _read(self, n: int, text: str) -> HeadText | None:
        """None for what was not signed by us as that number."""
        try:
            said, signature = read(text)
        except NotAHeadFile:
            return None
        ours = said.n == n and said.public_key in self.keys
        return said if ours and is_signed(said.content, signature, said.public_key) else None

    def _hold_against_leaves(self, ours: Kept, said: HeadText) -> None:
        if root_of(ours.leaves, ours.salt) == said.root:
            self.standing[ours.n] = said.at
        else:
            self._tell("root_differs", n=ours.n, at=said.at)

    def _tell(self, code: str, **place: object) -> None:
        self.told.append(found(code, **place))
