"""The visits of a score (现场得分的每次检查): each with its dimensions, their lines, and what kept one from counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import request, url_for

from app.domain.calendar import local_day
from app.domain.score import Code, Line
from app.domain.score.marks import DimensionMark, VisitMark, visit_marks
from app.domain.score.rational import shown
from app.domain.visit import Looked
from app.models import Score, Visit
from app.pages.score_lines import LineRow, Saying, Sources
from app.queries.score_pages import dimension_names, visits_by_id

WHOLE = Fraction(100)


@dataclass(frozen=True)
class DimensionPart:
    name: str
    score: str
    full: str
    counted: bool
    looked: str
    lines: list[LineRow]


@dataclass(frozen=True)
class Sheet:
    """What the lines say of one visit: its account, or why it has none."""

    mark: VisitMark | None
    left_out: Line | None
    visit: Visit | None
    kind: str | None


@dataclass(frozen=True)
class VisitPart:
    no: int
    kind: str | None
    on: date | None
    score: str | None
    lost: str | None
    counted: bool
    left_out: Saying | None
    open: bool
    url: str | None
    dimensions: list[DimensionPart]


def visits_of(score: Score, lines: Sequence[Line], sources: Sources) -> list[VisitPart]:
    """Oldest first where their day may be known; the newest stands open, or the one that was asked for."""
    sheets = _sheets(score, lines)
    keys = sorted(sheets, key=lambda key: (_began(sheets[key]), key))
    opened = request.args.get("visit") or (keys[-1] if keys else None)
    names = dimension_names(score.county_id)
    return [
        VisitPart(
            no=no,
            kind=sheets[key].kind,
            on=_day(sheets[key]),
            score=_score(sheets[key].mark),
            lost=_lost(sheets[key].mark),
            counted=sheets[key].mark is not None,
            left_out=_left_out(sheets[key].left_out),
            open=key == opened,
            url=_url(sheets[key]),
            dimensions=_dimensions(sheets[key], names, sources),
        )
        for no, key in enumerate(keys, 1)
    ]


def _sheets(score: Score, lines: Sequence[Line]) -> dict[str, Sheet]:
    marks = {mark.visit_id: mark for mark in visit_marks(lines)}
    left_out = {line.visit_id: line for line in lines if line.code is Code.VISIT_LEFT_OUT and line.visit_id}
    seen, kind = visits_by_id({*marks, *left_out}), _only_kind(score)
    return {key: Sheet(marks.get(key), left_out.get(key), *seen.get(key, (None, kind))) for key in {*marks, *left_out}}


def _only_kind(score: Score) -> str | None:
    """Where all visits are of one kind, even who sees no visit may know it."""
    kinds = [name.removeprefix("mean.") for name in score.figures if name.startswith("mean.")]
    return kinds[0] if len(kinds) == 1 else None


def _began(sheet: Sheet) -> str:
    return sheet.visit.started_at.isoformat() if sheet.visit else ""


def _day(sheet: Sheet) -> date | None:
    return local_day(sheet.visit.started_at) if sheet.visit else None


def _url(sheet: Sheet) -> str | None:
    return url_for("rounds.show", raw_id=sheet.visit.round_id) if sheet.visit else None


def _score(mark: VisitMark | None) -> str | None:
    return shown(mark.site) if mark else None


def _lost(mark: VisitMark | None) -> str | None:
    return shown(WHOLE - mark.site) if mark and mark.site < WHOLE else None


def _left_out(line: Line | None) -> Saying | None:
    return Saying(line.code.value, dict(line.params)) if line else None


def _dimensions(sheet: Sheet, names: dict[str, str], sources: Sources) -> list[DimensionPart]:
    """Those in the account, then those the visit says it did not look at."""
    marks = {mark.dimension: mark for mark in sheet.mark.dimensions} if sheet.mark else {}
    others = {d.code: d.looked for d in sheet.visit.dimensions if d.code not in marks} if sheet.visit else {}
    in_order = [code for code in names if code in marks] + [code for code in marks if code not in names]
    counted = [_counted(marks[code], names.get(code, code), sources) for code in in_order]
    return counted + [_not_counted(names.get(code, code), looked) for code, looked in others.items()]


def _counted(mark: DimensionMark, name: str, sources: Sources) -> DimensionPart:
    """The line of full marks is said by the head."""
    lines = sources.rows(line for line in mark.lines if line.code is not Code.DIMENSION)
    return DimensionPart(name, _plain(mark.kept), _plain(mark.full), True, Looked.FOUND, lines)


def _not_counted(name: str, looked: str) -> DimensionPart:
    return DimensionPart(name, "", "", False, looked, [])


def _plain(points: object) -> str:
    return shown(Fraction(str(points)))
