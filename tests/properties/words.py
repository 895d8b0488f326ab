"""What is done besides the steps (手机和案头的话): rounds planned, records, answers and wishes of phones, orders drafted at the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from app.db import db
from app.domain.people import SYSTEM
from tests import make
from tests.phone import photo
from tests.properties.county import County
from tests.properties.effects import Acts, do
from tests.properties.model import RED, Model, Person, Thing

CHECKLIST = "default-1"
DIMENSIONS = ("WS", "DZ", "CK", "XL", "RM", "LS", "SS", "AQ")
Drawn = Callable[[int], int]
TOWNS = ("梅城镇", "寿昌镇")
TAKES_RECORDS = {"planned", "under_way", "finished"}
OVER = {"void", "released", "finished", "closed"}
MOST_OF = {"round": 2, "visit": 2, "finding": 6}  # that are not over
HERE = {"lon": 119.51, "lat": 29.546, "accuracy_m": 8.5, "provider": "gps"}


@dataclass
class Word:
    """`says` is what a phone sends, once it `holds` these photos; `happens` moves the model on (without a phone it does it, too)."""

    name: str
    who: Person
    says: tuple[str, dict[str, Any]] | None
    happens: Callable[[], Acts]
    holds: list[str] = field(default_factory=list)
    points: list[Thing] = field(default_factory=list)


def words(county: County, model: Model, drawn: Drawn) -> Iterator[Word]:
    """All that can be said now; `drawn` gives a number below another."""
    if _room_for(model, "round"):
        yield _plan(county, model, drawn)
    if _room_for(model, "visit"):
        yield from (_start(model, round_) for round_ in model.of("round") if round_.state in TAKES_RECORDS)
    for visit in model.of("visit"):
        if visit.round.state in TAKES_RECORDS and visit.state != "void":
            yield from _of_visit(model, visit, drawn)
    yield from (_sign(model, order) for order in model.of("order") if order.state == "issued")
    for point in model.of("finding"):
        yield from _of_point(model, point, drawn)
    yield from _drafts(county, model, drawn)


def _room_for(model: Model, noun: str) -> bool:
    return sum(thing.state not in OVER for thing in model.of(noun)) < MOST_OF[noun]


def _plan(county: County, model: Model, drawn: Drawn) -> Word:
    """A round of today in one town; by the action, for its form has tests of its own."""
    planner, inspector = (("supervisor", "inspector"), ("supervisor2", "inspector2"))[drawn(2)]
    town, world = TOWNS[drawn(2)], county.world

    def happens() -> Acts:
        with county.look(SYSTEM):
            mine = {**world.viewers, "supervisor": world.viewers[planner], "inspector": world.viewers[inspector]}
            made = make.make_round(make.World(world.county_id, world.towns, mine), town)
            db.session.commit()
            model.things.append(Thing("round", str(made.id), "planned", town, more={"members": {planner, inspector}}))
        return Counter(["round.plan", "round.open"])

    return Word("round.plan", model.people[planner], None, happens)


def _sign(model: Model, order: Thing) -> Word:
    who = next(it for it in model.people.values() if it.town == order.town)
    return Word(
        "order.sign", who, ("order.sign", {"order_id": order.id}), lambda: do(model, who, order, {"action": "sign"})
    )


def _inspector(model: Model, round_: Thing) -> Person:
    return next(model.people[login] for login in sorted(round_.members) if model.people[login].role == "inspector")


def _start(model: Model, round_: Thing) -> Word:
    visit = Thing("visit", str(uuid4()), "started", round_.town, more={"round": round_})

    def happens() -> Acts:
        acts = Counter(["visit.start"] + ["round.start"] * (round_.state == "planned"))
        round_.state = "under_way" if round_.state == "planned" else round_.state
        model.things.append(visit)
        return acts

    payload = {"visit_id": visit.id, "round_id": round_.id, "position": None}
    return Word("visit.start", _inspector(model, round_), ("visit.start", payload), happens)


def _of_visit(model: Model, visit: Thing, drawn: Drawn) -> Iterator[Word]:
    who = _inspector(model, visit.round)
    if visit.state == "started":
        looked = [{"code": code, "looked": "clean"} for code in DIMENSIONS]

        def finished() -> Acts:
            visit.state = "finished"
            return Counter(["visit.finish"])

        yield Word("visit.finish", who, ("visit.finish", {"visit_id": visit.id, "dimensions": looked}), finished)
    if _room_for(model, "finding"):
        yield _record(model, visit, who, drawn)


def _record(model: Model, visit: Thing, who: Person, drawn: Drawn) -> Word:
    """One in four was fixed on the spot, of one in eight the photo never comes."""
    fixed, whole, item = drawn(4) == 0, drawn(8) > 0, list(RED)[drawn(len(RED))]
    key = str(uuid4())
    more = {
        "round": visit.round,
        "fixed": fixed,
        "whole": whole,
        "item": item,
        "told": False,
        "order": None,
        "unit": None,
    }
    more |= {"answer": None, "returns": 0, "extensions": 0, "urged_on": None}
    point = Thing("finding", key, "found", visit.town, more=more)

    def happens() -> Acts:
        model.things.append(point)
        return Counter(["finding.record"])

    shown = [photo(f"{key} 0")] + [photo(f"{key} 1", 1, "onsite_after")] * fixed
    payload = {"finding_id": key, "visit_id": visit.id, "item_code": item, "checklist_version": CHECKLIST}
    payload |= {"quantity": "2", "note": "桶满溢", "position": HERE, "spot": {"is": "new"}, "photos": shown}
    holds = [f"{key} {n}" for n in range(1 + fixed)] if whole else []
    return Word("finding.record", who, ("finding.record", payload), happens, holds)


def _of_point(model: Model, point: Thing, drawn: Drawn) -> Iterator[Word]:
    """Those who answer it may answer, and ask for what is not asked for yet."""
    answering = [it for it in model.people.values() if it.role in {"town", "department"} and model.sees(it, point)]
    if not answering:
        return
    who = answering[drawn(len(answering))]
    if point.state == "fixing":
        yield _answer(point, who)
        for kind, until in (("extension", _longer(model, point)), ("suspension", model.today + timedelta(days=9))):
            if until and _open_to(model, point, kind):
                yield _ask(model, point, who, (kind, until))
    if point.state in {"ordered", "fixing"} and _open_to(model, point, "dispute"):
        yield _ask(model, point, who, ("dispute", None))


def _open_to(model: Model, point: Thing, kind: str) -> bool:
    asked = any(r.point is point and r.kind == kind and r.state == "asked" for r in model.of("request"))
    return not asked and (kind != "extension" or (not RED[point.item] and point.extensions < 2))


def _longer(model: Model, point: Thing) -> date:
    """The next working day behind the deadline: as far as the shortest limit may be lengthened."""
    day = model.due[point.id] + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _answer(point: Thing, who: Person) -> Word:
    def happens() -> Acts:
        point.state, point.more["answer"] = "submitted", who
        return Counter(["evidence.submit", "finding.submit"])

    key = str(uuid4())
    payload = {"evidence_id": key, "finding_id": point.id, "note": "已清运", "photos": [photo(key, role="after")]}
    return Word("evidence.submit", who, ("evidence.submit", payload), happens, [key])


def _ask(model: Model, point: Thing, who: Person, wish: tuple[str, date | None]) -> Word:
    kind, until = wish
    more = {"point": point, "kind": kind, "until": until, "unit": who.unit}
    request = Thing("request", str(uuid4()), "asked", point.town, more=more)

    def happens() -> Acts:
        model.things.append(request)
        return Counter(["request.make"])

    payload = {"request_id": request.id, "finding_id": point.id, "kind": kind, "reason": "下雨", "photos": []}
    days = {"until": until.isoformat()} if until else {}
    return Word("request.make", who, ("request.make", payload | days), happens)


def _drafts(county: County, model: Model, drawn: Drawn) -> Iterator[Word]:
    for town in TOWNS:
        ready = [p for p in model.of("finding") if (p.state, p.town, p.told) == ("confirmed", town, True)]
        if ready:
            yield _draft(county, model, ready[: 1 + drawn(len(ready))])


def _draft(county: County, model: Model, points: list[Thing]) -> Word:
    who = model.people["supervisor"]
    order = Thing("order", "", "draft", points[0].town)
    order.more |= {"level": "ordinary", "removal": False, "issued": False, "urged_on": None, "points": points}

    def happens() -> Acts:
        answer = county.draft(who, points)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        for point in points:
            if point.order:
                point.order.points.remove(point)
            point.state, point.more["order"] = "ordered", order
        model.things.append(order)
        return Counter({"order.draft": 1, "finding.order": len(points)})

    return Word("order.draft", who, None, happens, points=points)
