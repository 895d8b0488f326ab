"""Integrity (完整性): the newest head file and where it went, what the last night found, in words, and what to do about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, Response

from app import outside
from app.access import caller, endpoint, in_place_of
from app.actions.heads import TAKEN, TOKEN_TAKEN
from app.db import now
from app.domain.heads import EVERY, read
from app.domain.people import SYSTEM, Role
from app.models import HeadDelivery, NightlyCheck
from app.outside.time_token import Misfit
from app.pages.dates import moment
from app.pages.frame import render
from app.pages.parts import t
from app.queries.heads import deliveries, newest_head_file, newest_token
from app.queries.integrity import last_check
from app.verify.found import ALARMS, Found

blueprint = Blueprint("integrity", __name__)
WATCHING = (Role.AUDITOR, Role.SECADMIN)  # who read what it is; the office reads how many
LATE = timedelta(minutes=5)
SHOWN = 50
LOOKED = ("photos", "copies", "packs", "files", "tokens", "streams", "rows")


@dataclass(frozen=True)
class Newest:
    n: int
    at: datetime
    stopped: bool
    key: str


@dataclass(frozen=True)
class PlaceLine:
    label: str
    sentence: str
    fault: bool


@dataclass(frozen=True)
class Night:
    day: date
    ended_at: datetime | None
    looked: list[tuple[str, str]]
    broken: int
    alarms: int
    told: list[str]
    untold: int
    places_away: int


@dataclass(frozen=True)
class IntegrityPage:
    newest: Newest | None
    places: list[PlaceLine]
    authority: PlaceLine | None
    night: Night | None


@blueprint.get("/integrity")
@endpoint(*WATCHING, Role.SUPERVISOR)
def show() -> Response:
    """Asked before anything else of the page, in SYSTEM's place: it is about all streams and tells of none."""
    viewer = caller().viewer
    with in_place_of(SYSTEM, viewer):
        file, night = newest_head_file(), last_check()
        page = IntegrityPage(
            newest=_newest(file.text, now()) if file else None,
            places=_places(file.n) if file else [],
            authority=_authority(file.n) if file else None,
            night=_night(night, in_words=viewer.role in WATCHING) if night else None,
        )
    return render("integrity/show.html", page=page)


def _newest(text: str, at: datetime) -> Newest:
    said, _ = read(text)
    return Newest(said.n, said.at, at - said.at > EVERY + LATE, said.public_key)


def _places(newest: int) -> list[PlaceLine]:
    """Those that are configured now."""
    rows = {row.place: row for row in deliveries()}
    every = [(place, rows.get(place.key)) for place in outside.places()]
    return [_place(row, newest) if row else _untried(place) for place, row in every]


def _untried(place: outside.Place) -> PlaceLine:
    return PlaceLine(place.label, t("d.integrity.place.untried"), fault=False)


def _place(row: HeadDelivery, newest: int) -> PlaceLine:
    if row.trouble == TAKEN:
        return PlaceLine(row.label, t("d.integrity.place.taken", n=row.delivered_n + 1), fault=True)
    if row.trouble == TOKEN_TAKEN:
        return PlaceLine(row.label, t("d.integrity.place.token_taken"), fault=True)
    if row.trouble:
        lacking = newest - row.delivered_n
        return PlaceLine(row.label, t("d.integrity.place.away", n=lacking, why=row.trouble), fault=True)
    return PlaceLine(row.label, t("d.integrity.place.has", n=row.delivered_n), fault=False)


def _authority(newest: int) -> PlaceLine | None:
    """The one that is configured now."""
    authority = outside.time_authority()
    if authority is None:
        return None
    row = next((it for it in deliveries() if it.place == authority.key), None)
    if row is None:
        return PlaceLine(authority.label, t("d.integrity.authority.untried"), fault=False)
    if row.trouble:
        code = "wrong" if row.trouble in set(Misfit) else "away"
        said = t(f"d.integrity.authority.{code}", n=newest - row.delivered_n, why=row.trouble)
        return PlaceLine(row.label, said, fault=True)
    return PlaceLine(row.label, _stamped(), fault=False)


def _stamped() -> str:
    token = newest_token()
    if token is None:
        return t("d.integrity.authority.untried")
    return t("d.integrity.authority.has", n=token.n, at=moment(token.at), by=token.by)


def _night(check: NightlyCheck, *, in_words: bool) -> Night:
    alarms = sum(n for code, n in check.codes.items() if code in ALARMS)
    told = [Found(it["code"], it["place"]) for it in check.told[:SHOWN]]
    every = sum(check.codes.values())
    return Night(
        day=check.day,
        ended_at=check.ended_at,
        looked=[(t(f"d.integrity.looked.{name}"), f"{check.looked.get(name, 0):,}") for name in LOOKED],
        broken=every - alarms,
        alarms=alarms,
        told=[t(f"d.verify.{it.code}", **it.place) for it in told] if in_words else [],
        untold=every - len(told) if in_words else 0,
        places_away=check.looked.get("places_away", 0),
    )
