"""The model (手写的模型): what there is in the county, who sees what of it, and what an act is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.properties.tables import Row, may_ever, rows_of

RED = {"WS-03": False, "DZ-01": False, "SS-08": True}  # items, and whether they are hazards
FIXING, OVER = ("fixing",), ("closed", "void")
GRANTED_IN = {"extension": FIXING, "suspension": FIXING, "dispute": ("ordered", "fixing")}
A_YEAR = timedelta(days=365)

Refusal = tuple[int, str]


@dataclass(frozen=True)
class Person:
    login: str
    role: str
    unit: str
    town: str = ""
    human: str = ""  # two accounts of one human share it
    county: str = "here"


@dataclass(eq=False)
class Thing:
    """A row that moves by a table; `more` is what its needs hang on."""

    noun: str
    id: str
    state: str
    town: str
    county: str = "here"
    more: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.noun} {self.state}>"

    def __getattr__(self, name: str) -> Any:
        try:
            return self.more[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(eq=False)
class Model:
    people: dict[str, Person]
    today: date
    things: list[Thing] = field(default_factory=list)
    due: dict[str, date] = field(default_factory=dict)  # as the database has it: its moments have tests of their own

    def of(self, noun: str) -> list[Thing]:
        return [thing for thing in self.things if thing.noun == noun]

    def sees(self, who: Person, thing: Thing) -> bool:
        """A county's own people; of a round its members until it is released; a town and a unit what they were told."""
        return who.county == thing.county and SEES[thing.noun](self, who, thing)

    def points_of(self, round_: Thing) -> list[Thing]:
        return [point for point in self.of("finding") if point.round is round_]

    def waits(self, subject: Thing, action: str) -> bool:
        """Has somebody asked for a second person already?"""
        return any(it.subject is subject and it.action == action and it.state == "asked" for it in self.of("approval"))

    def row(self, who: Person, thing: Thing, action: str) -> Row | None:
        mine = (row for row in rows_of(thing.noun, action) if who.role in row.by.split())
        return next((r for r in mine if thing.state in r.sources.split() and WHERE[r.where](thing)), None)

    def refusal(self, who: Person, thing: Thing, action: str, sent: dict[str, Any]) -> Refusal | None:
        """By decision 15: role, sight, version, table, needs. None: it is done."""
        known = bool(rows_of(thing.noun, action))
        if known and not may_ever(thing.noun, action, who.role):
            return 403, "wrong_role"
        if not self.sees(who, thing):
            return 404, "not_found"
        if not known:
            return 409, "step_not_in_table"
        if sent.get("stale"):
            return 412, "stale_version"
        code = self.unmet(who, thing, {**sent, "action": action})
        return ((409 if code == "step_not_in_table" else 422), code) if code else None

    def unmet(self, who: Person, thing: Thing, sent: dict[str, Any], but: str = "") -> str:
        """The code of what stands against it: no row from this state, or the first need that is not met."""
        row = self.row(who, thing, sent["action"])
        if row is None:
            return "step_not_in_table"
        needs = (NEEDS[name](self, who, thing, sent) for name in row.needs.split() if name != but)
        return next((code for code in needs if code), "")


def sees_round(_model: Model, who: Person, round_: Thing) -> bool:
    if who.role == "leader":
        return bool(round_.state == "released")
    return who.login in round_.members or (who.role == "supervisor" and round_.state == "released")


def sees_point(model: Model, who: Person, point: Thing) -> bool:
    mine = who.login in point.round.members
    match who.role:
        case "town":
            return bool(point.told and who.town == point.town)
        case "department":
            return bool(point.told and who.unit == point.unit)
        case "supervisor":
            return bool(point.told or mine)
        case "inspector":
            towns = {it.town for it in model.of("round") if who.login in it.members}
            return mine or bool(point.told and point.town in towns)
    return bool(who.role == "leader" and point.told)


def sees_order(_model: Model, who: Person, order: Thing) -> bool:
    if who.role == "town":
        return bool(order.issued and who.town == order.town)
    return who.role == "supervisor" or bool(who.role == "leader" and order.issued)


SEES: dict[str, Callable[[Model, Person, Thing], bool]] = {
    "round": sees_round,
    "visit": lambda model, who, visit: sees_round(model, who, visit.round),
    "finding": sees_point,
    "order": sees_order,
    "request": lambda model, who, request: sees_point(model, who, request.point),
    "approval": lambda _model, who, _approval: who.role == "supervisor",
}
WHERE: dict[str, Callable[[Thing], bool]] = {
    "": lambda _thing: True,
    "left": lambda point: not point.fixed,
    "fixed": lambda point: bool(point.fixed),
    "told": lambda point: bool(point.told),
    "untold": lambda point: not point.told,
    "ordinary": lambda order: bool(order.level == "ordinary"),
    "listed": lambda order: bool(order.level == "listed"),
    "unlisted": lambda order: bool(order.level != "listed"),
}


def someone_else(_model: Model, who: Person, point: Thing, _sent: dict[str, Any]) -> str:
    """Neither who answered, nor the same human, nor of the same unit."""
    by = point.answer
    if who.login == by.login or (by.human and who.human == by.human):
        return "self_approval"
    return "same_unit" if who.unit == by.unit else ""


def day(model: Model, _who: Person, _point: Thing, sent: dict[str, Any]) -> str:
    until = sent.get("until")
    if until is None:
        return "request_day_missing"
    if until <= model.today:
        return "suspension_past"
    return "suspension_too_long" if until > model.today + A_YEAR else ""


def other_unit(_model: Model, _who: Person, point: Thing, sent: dict[str, Any]) -> str:
    if sent.get("unit") not in {"dept", "dept2"}:
        return "unit_cannot_answer"
    return "unit_answers_already" if sent["unit"] == point.unit else ""


def duplicate(model: Model, who: Person, point: Thing, sent: dict[str, Any]) -> str:
    kept = sent.get("duplicate")
    if kept is None or kept is point or kept.state == "void" or not model.sees(who, kept):
        return "duplicate_unknown"
    if (kept.town, kept.item) != (point.town, point.item):
        return "duplicate_unknown"
    return "duplicate_hidden" if point.told and not kept.told else ""


def grantable(model: Model, who: Person, request: Thing, sent: dict[str, Any]) -> str:
    """While the point stands where the wish can still come true; less than was asked for, never more."""
    point, until = request.point, sent.get("until") or request.until
    if point.state not in GRANTED_IN[request.kind]:
        return "grant_not_now"
    if request.kind == "dispute":
        return other_unit(model, who, point, sent)
    if until > request.until:
        return "grant_beyond_asked"
    return day(model, who, point, {"until": until}) if request.kind == "suspension" else longer(model, point, until)


def longer(model: Model, point: Thing, until: date) -> str:
    if RED[point.item]:
        return "extension_of_red_line"
    if point.extensions >= 2:
        return "extension_again"
    return "" if until > model.due[point.id] else "extension_not_later"


def another_person(_model: Model, who: Person, approval: Thing, _sent: dict[str, Any]) -> str:
    asked = approval.asked_by
    same_human = bool(asked.human) and asked.human == who.human
    return "self_approval" if who.login == asked.login or same_human else ""


def still_possible(model: Model, who: Person, approval: Thing, _sent: dict[str, Any]) -> str:
    """The act itself, as it is possible now and for who agrees."""
    return model.unmet(who, approval.subject, approval.sent, but="not_asked")


NEEDS: dict[str, Callable[[Model, Person, Thing, dict[str, Any]], str]] = {
    "reason": lambda _m, _w, _t, sent: "" if sent.get("note", "").strip() else "reason_missing",
    "visits_done": lambda m, _w, t, _s: (
        "visits_open" if any(v.round is t and v.state == "started" for v in m.of("visit")) else ""
    ),
    "all_confirmed": lambda m, _w, t, _s: (
        "points_unconfirmed" if any(p.state == "found" for p in m.points_of(t)) else ""
    ),
    "whole": lambda _m, _w, t, _s: "" if t.whole else "photos_missing",
    "answered": lambda _m, _w, _t, _s: "after_photo_missing",  # an answer with its photos is submitted already
    "someone_else": someone_else,
    "not_archived": lambda _m, _w, t, _s: "step_not_in_table" if t.order and t.order.state == "archived" else "",
    "other_unit": other_unit,
    "not_urged_today": lambda m, _w, t, _s: "urged_today" if t.urged_on == m.today else "",
    "day": day,
    "known_item": lambda _m, _w, t, sent: "" if (sent.get("item") or t.item) in RED else "item_unknown",
    "duplicate": duplicate,
    "points": lambda _m, _w, t, _s: "" if any(p.state != "void" for p in t.points) else "no_points",
    "leader": lambda _m, _w, _t, sent: "" if sent.get("leader") else "leader_missing",
    "not_asked": lambda m, _w, t, sent: "approval_open" if t.issued and m.waits(t, sent["action"]) else "",
    "removal_unasked": lambda _m, _w, t, _s: "removal_asked" if t.removal else "",
    "removal_asked": lambda _m, _w, t, _s: "" if t.removal else "removal_not_asked",
    "grantable": grantable,
    "own_unit": lambda _m, who, t, _s: "" if who.unit == t.unit else "request_of_other_unit",
    "another_person": another_person,
    "still_possible": still_possible,
    "who_asked": lambda _m, who, t, _s: "" if who.login == t.asked_by.login else "approval_of_other",
}
