"""Canned phrases (常用语) that an inspector taps instead of typing; without a dimension they fit everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.defaults.files import rows


@dataclass(frozen=True)
class PhraseRow:
    """One phrase."""

    dimension: str | None
    text: str


def phrases() -> Iterator[PhraseRow]:
    for row in rows("phrases.csv"):
        yield PhraseRow(row["dimension"] or None, row["text"])
