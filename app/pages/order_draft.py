"""The draft of an order (起草督办单): choose a town, choose its confirmed points, name the matter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for

from app.domain.order import DRAFTED, OrderLevel
from app.domain.problems import Problem
from app.models import Finding, Region
from app.pages.form import fields_of
from app.pages.parts import Photo, t
from app.pages.points import first_photo, grade_words, plain
from app.queries.by_id import uuid_or_none
from app.queries.draftable import points_to_order, rounds_of, towns_to_order
from app.queries.items import Grades, items_of, key_of
from app.queries.order_copies import units_to_copy


@dataclass(frozen=True)
class DraftTown:
    word: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Chosen:
    id: str
    name: str


@dataclass(frozen=True)
class DraftPoint:
    id: str
    photo: Photo | None
    problem: str
    quantity: str
    item_code: str
    note: str
    time_grade: str
    chosen: bool
    red_line: bool


@dataclass(frozen=True)
class OrderDraft:
    towns: list[DraftTown]
    town: Chosen | None
    points: list[DraftPoint]
    title: str
    level: str
    levels: list[tuple[str, str]]
    units: list[tuple[str, str]]
    copies: Sequence[str]
    errors: dict[str, str]
    problem: str | None


def draft_page(town_id: str | None) -> OrderDraft:
    """A fresh draft: every point of the town chosen, called after the round they were found in."""
    towns = towns_to_order()
    town = _town(towns, town_id)
    points = points_to_order(town.id) if town else []
    title = next((round_.title for round_ in rounds_of(points)), "")
    return _page(towns, town, _points(points, {point.id for point in points}), title=title)


def draft_again(problem: Problem) -> OrderDraft:
    """The same draft with what was written and chosen, and the reason at its field."""
    towns = towns_to_order()
    town = _town(towns, request.form.get("town_id"))
    points = points_to_order(town.id) if town else []
    kept = {uuid_or_none(raw) for raw in request.form.getlist("finding_ids")}
    at_fault = fields_of(problem)
    return _page(
        towns,
        town,
        _points(points, kept),
        title=request.form.get("title", ""),
        level=request.form.get("level", OrderLevel.ORDINARY),
        copies=request.form.getlist("copies"),
        errors={name: t(f"d.draft.wrong.{name}") for name in at_fault},
        problem=None if at_fault else t(f"p.{problem.code}", **problem.params),
    )


def chosen_points(town: Region, ids: Collection[UUID]) -> list[Finding]:
    """The chosen ones that can still be ordered; if one of them no longer can, none is."""
    points = [point for point in points_to_order(town.id) if point.id in ids]
    if len(points) < len(set(ids)):
        raise Problem("points_not_ready", n=len(set(ids)) - len(points))
    return points


def _page(
    towns: Sequence[tuple[Region, int]], town: Region | None, points: list[DraftPoint], **written: Any
) -> OrderDraft:
    empty: dict[str, Any] = {"level": OrderLevel.ORDINARY, "copies": (), "errors": {}, "problem": None}
    return OrderDraft(
        towns=[DraftTown(it.name, n, url_for("orders.new", town=it.id), it is town) for it, n in towns],
        town=Chosen(str(town.id), town.name) if town else None,
        points=points,
        units=[(str(unit.id), unit.name) for unit in units_to_copy()],
        levels=[(level.value, t(f"w.level.{level}")) for level in DRAFTED],
        **empty | written,
    )


def _town(towns: Sequence[tuple[Region, int]], raw: str | None) -> Region | None:
    """The town asked for; the only one needs no asking."""
    if raw is None and len(towns) == 1:
        return towns[0][0]
    return next((town for town, _ in towns if str(town.id) == raw), None)


def _points(findings: Sequence[Finding], kept: Collection[UUID | None]) -> list[DraftPoint]:
    if not findings:
        return []
    items, grades = items_of(findings), Grades(findings[0].county_id)
    points = []
    for finding in findings:
        item = items[key_of(finding)]
        points.append(
            DraftPoint(
                id=str(finding.id),
                photo=first_photo(finding),
                problem=item.problem,
                quantity=plain(finding.quantity),
                item_code=item.code,
                note=finding.note,
                time_grade=grade_words(finding, item, grades),
                chosen=finding.id in kept,
                red_line=finding.red_line,
            )
        )
    return points
