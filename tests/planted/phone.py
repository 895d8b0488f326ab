"""Planted bugs of the phone (手机里埋的缺陷): each a sentence of the queue replaced in a copy; schedules must catch it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bug:
    """In this file of src/field, these words become those."""

    file: str
    before: str
    after: str

    def plant(self, field: Path) -> None:
        path = field / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise AssertionError(f"the planted bug no longer applies: {self.file} has {self.before!r} not just once")
        path.write_text(text.replace(self.before, self.after), encoding="utf-8")


SEND = 'const answer = await ask("/operations", { method: "POST", as: "grant", body, signal });'

BUGS: dict[str, Bug] = {}
