"""What a round has looked at (覆盖情况), town by town and dimension by dimension: found, looked and clean, not there, never looked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.visit import Looked, VisitState, looked_in_all
from app.models import Finding, Round, Visit
from app.queries.items import items_of, key_of


@dataclass(frozen=True)
class Cell:
    """`n`: points found there."""

    looked: Looked
    n: int


@dataclass(frozen=True)
class CoverRow:
    town: str
    cells: list[Cell]


@dataclass(frozen=True)
class Cover:
    """`never`: how many of all cells nobody has looked at."""

    dimensions: list[str]
    rows: list[CoverRow]
    never: int


def cover_of(round_: Round, findings: Sequence[Finding], visits: Sequence[Visit]) -> Cover:
    """Towns in the order of their codes; a town that nobody visited was never looked at in anything."""
    found, said = _found(findings), _said(visits)
    towns = sorted((covered.town for covered in round_.towns), key=lambda town: town.code)
    codes = [dimension.code for dimension in round_.checklist.dimensions]
    rows = [CoverRow(town.name, [_cell(said[town.id, code], found[town.id, code]) for code in codes]) for town in towns]
    never = sum(cell.looked is Looked.NOT_LOOKED for row in rows for cell in row.cells)
    return Cover([dimension.name for dimension in round_.checklist.dimensions], rows, never)


def _cell(said: list[str], found: int) -> Cell:
    return Cell(looked_in_all(said, found), found)


def _found(findings: Sequence[Finding]) -> Counter[tuple[UUID, str]]:
    items = items_of(findings)
    return Counter((finding.town_id, items[key_of(finding)].dimension) for finding in findings)


def _said(visits: Sequence[Visit]) -> defaultdict[tuple[UUID, str], list[str]]:
    said: defaultdict[tuple[UUID, str], list[str]] = defaultdict(list)
    for visit in visits:
        if visit.state != VisitState.VOID:
            for dimension in visit.dimensions:
                said[visit.town_id, dimension.code].append(dimension.looked)
    return said
