"""Score entries (填报) to read: newest first, each with who entered it and whether a later one replaced it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from app.db import db
from app.domain.problems import Problem
from app.models import Journal, Region, ScoreEntry
from app.queries.by_id import maybe
from app.queries.events import unit_names
from app.queries.kept import names_of
from app.queries.scores import first_day


def page_of_entries(wanted: dict[str, Any]) -> list[tuple[ScoreEntry, str]]:
    """One page, each with its town's name; one row more than `limit` tells that there is a next one."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        statement = statement.where(tuple_(ScoreEntry.entered_at, ScoreEntry.id) < tuple_(*_place_of(wanted["after"])))
    newest = statement.order_by(ScoreEntry.entered_at.desc(), ScoreEntry.id.desc()).limit(wanted["limit"] + 1)
    return [(row[0], row[1]) for row in db.session.execute(newest)]


def _filtered(wanted: dict[str, Any]) -> Select[ScoreEntry, str]:
    statement = select(ScoreEntry, Region.name).join(Region, Region.id == ScoreEntry.town_id)
    if wanted.get("town"):
        statement = statement.where(ScoreEntry.town_id == wanted["town"])
    if wanted.get("month"):
        statement = statement.where(ScoreEntry.month == first_day(wanted["month"]))
    return statement


def _place_of(after: UUID) -> tuple[object, object]:
    last = maybe(ScoreEntry, after)
    if last is None:
        raise Problem("filter_unknown", pointer="/after", name="after")
    return last.entered_at, last.id


def replaced_among(entries: Sequence[ScoreEntry]) -> set[UUID]:
    """Those that a later one replaces."""
    replaces = select(ScoreEntry.replaces_id).where(ScoreEntry.replaces_id.in_([it.id for it in entries]))
    return {key for key in db.session.scalars(replaces) if key}


def entered_by(entries: Sequence[ScoreEntry]) -> dict[UUID, str]:
    """Entry -> the person to their own people, else the unit, as the journal has it."""
    names = names_of({it.entered_by for it in entries})
    acts = select(Journal.subject_id, Journal.unit_id).where(Journal.subject_id.in_([it.id for it in entries]))
    unit_of = {subject_id: unit_id for subject_id, unit_id in db.session.execute(acts) if unit_id}
    units = unit_names(set(unit_of.values()))
    return {it.id: names.get(it.entered_by, ("",))[0] or units.get(unit_of.get(it.id), "") for it in entries}


def towns_entered() -> list[tuple[str, str]]:
    here = select(ScoreEntry.town_id).distinct()
    rows = db.session.execute(select(Region.id, Region.name).where(Region.id.in_(here)).order_by(Region.code))
    return [(str(town_id), name) for town_id, name in rows]


def months_entered() -> list[str]:
    """2026-10, latest first."""
    months = db.session.scalars(select(ScoreEntry.month).distinct().order_by(ScoreEntry.month.desc()))
    return [f"{month:%Y-%m}" for month in months]
