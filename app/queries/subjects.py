"""Subjects (事由) of acts and warnings: the point, order or round that each leads to, in these eyes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.models import Approval, Evidence, Finding, Order, OrderCopy, Recheck, Round, TownRequest
from app.queries.items import items_of, key_of

Key = tuple[str, UUID]


@dataclass(frozen=True)
class Named:
    noun: str
    id: UUID
    what: str
    town: str


LED_TO: dict[str, type[Evidence] | type[TownRequest] | type[Recheck]] = {
    "evidence": Evidence,
    "request": TownRequest,
    "recheck": Recheck,
}


def leading(keys: Iterable[Key]) -> dict[Key, Key]:
    """An answer, a request and a recheck lead to their point, an approval to what it is about, everything else to itself."""
    wanted = list(keys)
    led = {key: key for key in wanted if key[0] not in {*LED_TO, "approval"}}
    asked = [subject_id for of, subject_id in wanted if of == "approval"]
    about = select(Approval.id, Approval.noun, Approval.subject_id).where(Approval.id.in_(asked))
    led |= {("approval", row.id): (row.noun, row.subject_id) for row in db.session.execute(about)} if asked else {}
    for noun, model in LED_TO.items():
        ids = [subject_id for of, subject_id in wanted if of == noun]
        points = db.session.execute(select(model.id, model.finding_id).where(model.id.in_(ids))) if ids else ()
        led |= {(noun, subject_id): ("finding", finding_id) for subject_id, finding_id in points}
    return led


def named(keys: Iterable[Key]) -> dict[Key, Named]:
    """Those that the viewer still sees."""
    led = leading(keys)
    ends = set(led.values())
    points = _at("finding", Finding, ends, selectinload(Finding.town))
    items = items_of(points)
    known: dict[Key, Named] = {
        ("finding", it.id): Named("finding", it.id, items[key_of(it)].problem, it.town.name) for it in points
    }
    for order in _at("order", Order, ends, selectinload(Order.town)):
        what = " ".join(filter(None, (order.number, order.title)))
        known["order", order.id] = Named("order", order.id, what, order.town.name)
    for copy in _at("copy", OrderCopy, ends):
        paper = copy.paper or {}
        known["copy", copy.id] = Named("copy", copy.id, f"{paper['number']} {paper['title']}", paper["town"])
    for round_ in _at("round", Round, ends):
        known["round", round_.id] = Named("round", round_.id, round_.title, "")
    return {key: known[end] for key, end in led.items() if end in known}


def _at(noun: str, model: Any, keys: Iterable[Key], *loads: Any) -> Sequence[Any]:
    ids = {subject_id for of, subject_id in keys if of == noun}
    return db.session.scalars(select(model).where(model.id.in_(ids)).options(*loads)).all() if ids else []
