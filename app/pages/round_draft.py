"""A round's plan as a form (督查计划): what was written stays written; beside each town and inspector what they had lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from flask import request

from app.access import caller
from app.actions import desk_act
from app.actions.draw import Draw, draw_towns
from app.db import now
from app.domain.calendar import local_day
from app.domain.people import Role
from app.domain.problems import Problem
from app.domain.round import RoundKind
from app.models import Region
from app.pages.county import my_county
from app.pages.dates import day
from app.pages.parts import t
from app.pages.refused import sentences
from app.queries.by_id import uuid_or_none
from app.queries.coverage import Seen, towns_by_tag, towns_of_inspectors, visits_lately
from app.queries.draws import codes_drawn
from app.queries.rounds import people_of, towns_of_county
from app.queries.rules import checklist_in_force, published_checklists

LISTS = ("town_ids", "inspector_ids", "planner_ids")
FIELD_OF = {"towns": "town_ids", "inspectors": "inspector_ids"}  # the action's word -> the form's
EVERY, UNSEEN = "all", "unseen"
TAGS = ("kind", "cluster", "group", "sample")
USUALLY = 3  # towns of one draw
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class RoundDraft:
    problem: str | None
    errors: dict[str, str]
    title: str
    kind: str
    kinds: Options
    window_from: str
    window_to: str
    towns: Options
    town_ids: list[str]
    inspectors: Options
    inspector_ids: list[str]
    planners: Options
    planner_ids: list[str]
    checklists: Options
    checklist_version: str
    pools: Options
    pool: str
    number: str
    draw: str | None
    seed: str


def draft_page(problem: Problem | None = None, draw: Draw | None = None) -> RoundDraft:
    """With a draw, its towns are the ones that are ticked, and its seed is said."""
    whole, errors = sentences(problem, FIELD_OF)
    written = _written()
    if draw is not None:
        written["town_ids"] = [str(town.id) for town in draw.towns]
        said = t("d.draw.drawn", towns="、".join(town.name for town in draw.towns), seed=draw.seed)
        return RoundDraft(whole, errors, **written, **_choices(), draw=said, seed=draw.seed)
    return RoundDraft(whole, errors, **written, **_choices(), draw=None, seed=request.form.get("seed", ""))


def draw_for_draft(pool: str, number: int) -> Draw:
    """From the pool the form names: all towns, those not visited lately, or those of one tag. A double press draws once."""
    at, viewer = now(), caller().viewer
    op_id = uuid_or_none(request.form.get("op_id", ""))
    if op_id is None:
        raise Problem("shape", pointer="/op_id")
    lot = uuid5(op_id, f"{pool} {number}")  # not the plan's own id, which the same form may still bring
    first = desk_act.begin(lot, viewer, at)
    act = desk_act.known(lot)
    if not first:
        return _drawn_before(act.location)
    draw = draw_towns(_pool(pool, at), number, _pool_word(pool), viewer, at)
    act.location = draw.seed
    return draw


def _drawn_before(seed: str) -> Draw:
    by_code = {town.code: town for town in towns_of_county(my_county())}
    return Draw(seed, [by_code[code] for code in codes_drawn(seed) or ()])


def _pool(pool: str, at: datetime) -> Sequence[Region]:
    county = my_county()
    towns = towns_of_county(county)
    if pool == EVERY:
        return towns
    if pool == UNSEEN:
        seen = visits_lately(county, at)
        return [town for town in towns if town.id not in seen]
    tagged = set(towns_by_tag(county, local_day(at)).get(pool, ()))
    return [town for town in towns if town.id in tagged]


def _pool_word(pool: str) -> str:
    if pool in {EVERY, UNSEEN}:
        return t(f"d.draw.{pool}")
    kind, _, name = pool.partition(":")
    return t("d.draw.tag", kind=f"tag.{kind}" if kind in TAGS else kind, name=name)


def _written() -> dict[str, Any]:
    today = local_day(now())
    fields = {name: request.form.get(name, "") for name in ("title", "kind", "checklist_version")}
    if not fields["checklist_version"]:
        fields["checklist_version"] = checklist_in_force(my_county()).version
    days = {
        "window_from": request.form.get("window_from", today.isoformat()),
        "window_to": request.form.get("window_to", (today + timedelta(days=7)).isoformat()),
    }
    lot = {"pool": request.form.get("pool", EVERY), "number": request.form.get("number", str(USUALLY))}
    return {**fields, **days, **lot, **{name: request.form.getlist(name) for name in LISTS}}


def kinds() -> Options:
    return [(kind.value, t(f"w.kind.{kind}")) for kind in RoundKind]


def _choices() -> dict[str, Any]:
    viewer, county, at = caller().viewer, my_county(), now()
    seen, been = visits_lately(county, at), towns_of_inspectors(county, at)
    planners = [
        (str(user.id), t("d.who", name=user.name, unit=unit)) for user, unit in people_of(Role.SUPERVISOR, county)
    ]
    inspectors = sorted(people_of(Role.INSPECTOR, county), key=lambda it: been.get(it[0].id, 0))
    return {
        "kinds": kinds(),
        "towns": [(str(town.id), _town(town.name, seen.get(town.id))) for town in towns_of_county(county)],
        "inspectors": [
            (str(user.id), t("d.round.inspector", name=user.name, unit=unit, n=been.get(user.id, 0)))
            for user, unit in inspectors
        ],
        "planners": [it for it in planners if it[0] != str(viewer.user_id)],
        "checklists": [(c.version, c.label) for c in published_checklists(county)],
        "pools": [(pool, _pool_word(pool)) for pool in (EVERY, UNSEEN, *towns_by_tag(county, local_day(at)))],
    }


def _town(name: str, seen: Seen | None) -> str:
    if seen is None:
        return t("d.round.town_unseen", name=name)
    return t("d.round.town_seen", name=name, day=day(seen.last), n=seen.times)
