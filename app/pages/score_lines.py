"""Lines of a score in words (得分明细): what each is about, what it moves, and what it opens; nothing is added here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from flask import current_app, url_for

from app.domain.score import Line
from app.domain.score.rational import shown
from app.models import ChecklistItem, Finding, Score, ScoreEntry
from app.pages.parts import Photo
from app.pages.points import first_photo
from app.queries.by_id import uuid_or_none
from app.queries.items import items_of, key_of
from app.queries.score_pages import entries_by_id, findings_by_id, orders_by_id
from app.texts.lines import numbers_of

MINUS = "−"


@dataclass(frozen=True)
class Saying:
    """A sentence of the catalogue with its numbers."""

    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class LineRow:
    code: str
    params: dict[str, object]
    amount: str
    raw: str | None
    word: str
    url: str | None
    photo: Photo | None


@dataclass(frozen=True)
class Behind:
    """What a line is about, in words, with the way to it."""

    word: str = ""
    url: str | None = None
    photo: Photo | None = None
    unit: str = ""


def signed(number: Fraction) -> str:
    """With its sign, up to 4 places: "−1.9565", "+2", "0"."""
    text = shown(abs(number))
    if text == "0":
        return text
    return f"{MINUS if number < 0 else '+'}{text}"


class Sources:
    """Findings, orders and entries behind the lines of one score, each kind asked for once."""

    def __init__(self, score: Score, lines: Sequence[Line]) -> None:
        self._score = score
        self._findings = findings_by_id({line.finding_id for line in lines if line.finding_id})
        self._orders = orders_by_id({line.order_id for line in lines if line.order_id})
        self._entries = entries_by_id(_entry_ids(lines))
        self._items = items_of(self._findings.values())
        found = [line for line in lines if line.finding_id and line.item_code]
        self._problems = {(line.visit_id, line.item_code): self._problem(line) for line in found}

    def rows(self, lines: Iterable[Line]) -> list[LineRow]:
        return [self._row(line) for line in lines]

    def _row(self, line: Line) -> LineRow:
        behind = self._behind(line)
        of_visit = line.visit_id is not None
        return LineRow(
            code=line.code.value,
            params=numbers_of(line, behind.unit, current_app.config["LANGUAGE"]),
            amount=signed(line.amount),
            raw=signed(Fraction(line.points)) if of_visit else None,
            word=behind.word,
            url=behind.url,
            photo=behind.photo,
        )

    def _behind(self, line: Line) -> Behind:
        """The finding, the order or the entry; a cap is named by the item it caps."""
        finding = self._findings.get(line.finding_id or "")
        if finding is not None:
            item = self._item(finding)
            return Behind(item.problem, url_for("findings.show", raw_id=finding.id), first_photo(finding), item.unit)
        order = self._orders.get(line.order_id or "")
        if order is not None:
            return Behind(order.number or order.title, url_for("orders.show", raw_id=order.id))
        entry = self._entries.get(line.entry_id or "")
        if entry is not None:
            return Behind(entry.document, entry_url(entry))
        return Behind(self._problems.get((line.visit_id, line.item_code), ""))

    def _problem(self, line: Line) -> str:
        finding = self._findings.get(line.finding_id or "")
        return self._item(finding).problem if finding else ""

    def _item(self, finding: Finding) -> ChecklistItem:
        return self._items[key_of(finding)]


def entry_url(entry: ScoreEntry) -> str:
    return url_for("entries.index", town=entry.town_id, month=month_text(entry.month), _anchor=str(entry.id))


def month_text(month: date) -> str:
    return f"{month:%Y-%m}"


def _entry_ids(lines: Iterable[Line]) -> set[UUID]:
    """Derived events have names of their own instead of an entry's id."""
    ids = (uuid_or_none(line.entry_id or "") for line in lines)
    return {key for key in ids if key}
