"""Field (现场): inspectors visit towns and record what they find; their phones send it when there is signal again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.db import now
from app.demo import course
from app.demo.places import place_of, position_of
from app.demo.script import Point, points_of
from app.demo.shots import Shot, photo
from app.demo.stage import Stage
from app.demo.way import way
from app.domain import chance
from app.domain.evidence import PhotoRole
from app.domain.place import Position
from app.domain.visit import Looked
from app.models import Finding
from app.queries.by_id import one

A_VISIT, FIRST, EACH = timedelta(minutes=68), timedelta(minutes=9), timedelta(minutes=11)
DIMENSIONS = ("WS", "DZ", "CK", "XL", "RM", "LS", "SS", "AQ")


def whole_visit(stage: Stage, key: str, name: str, who: str) -> None:
    """Back in signal: the whole visit leaves at once, records before photos."""
    began = now() - A_VISIT
    start(stage, key, name, who, began)
    for number, point in enumerate(points_of(key, name)):
        record(stage, point, who, began + FIRST + number * EACH)
    finish(stage, key, name, who, began)


def start(stage: Stage, key: str, name: str, who: str, began: datetime) -> None:
    visit_id = stage.visits[key, name] = chance.new_id()
    where = {"visit_id": str(visit_id), "round_id": str(stage.rounds[key]), "town_id": str(stage.cast.towns[name])}
    said = {**where, "started_at": began.isoformat(), "position": position_of(name)}
    stage.phone(who).send("visit.start", said, began)


def finish(stage: Stage, key: str, name: str, who: str, began: datetime) -> None:
    """Looked round from the middle of the town to each point and back; the phone noted the way."""
    ended = now() - timedelta(minutes=2)
    looked = _looked({p.dimension for p in points_of(key, name)}, len(stage.visits))
    dimensions = [{"code": code, "looked": said} for code, said in looked.items()]
    said = {"visit_id": str(stage.visits[key, name]), "ended_at": ended.isoformat(), "dimensions": dimensions}
    stage.phone(who).send("visit.finish", {**said, "track": _way(key, name, began, ended)}, ended)


def _way(key: str, name: str, began: datetime, ended: datetime) -> list[dict[str, Any]]:
    middle = _at(position_of(name))
    found = [(began + FIRST + n * EACH, _at(place_of(point))) for n, point in enumerate(points_of(key, name))]
    return way([(began, middle), *found, (ended, middle)])


def _at(said: dict[str, Any]) -> Position:
    return Position(said["lon"], said["lat"])


def _looked(found: set[str], turn: int) -> dict[str, Looked]:
    """What was found is found; the rest was looked at and clean, but for a route without water or a hurried end."""
    looked = {code: Looked.FOUND if code in found else Looked.CLEAN for code in DIMENSIONS}
    if turn % 4 == 1 and "LS" not in found:
        looked["LS"] = Looked.NOT_APPLICABLE
    if turn % 5 == 2 and "AQ" not in found:
        looked["AQ"] = Looked.NOT_LOOKED
    return looked


def record(stage: Stage, point: Point, who: str, made_at: datetime) -> None:
    """A point with its photos; a red line is handed over on the spot."""
    phone, finding_id = stage.phone(who), chance.new_id()
    shots = shots_of(stage, point, made_at)
    visit = (point.round, stage.visits[point.round, point.town])
    phone.send("finding.record", payload(stage, point, finding_id, visit, shots), made_at)
    for shot in shots[: 1 if point.fate == "half" else None]:
        phone.bring(shot.content, shot.small)
    stage.found[point] = finding_id
    if point.key:
        stage.spots[point.key] = one(Finding, finding_id).spot_id
    if point.fate in {"handed", "give"}:
        told = {"name": f"{point.town}联络员"}
        phone.send("finding.hand_over", {"finding_id": str(finding_id), "signed": told}, made_at)
    if point.fate == "handed":
        course.in_time(stage, finding_id)


def shots_of(stage: Stage, point: Point, made_at: datetime) -> list[Shot]:
    before = photo(stage, point, PhotoRole.BEFORE, 0, made_at)
    if point.fate == "spot":
        return [before, photo(stage, point, PhotoRole.ONSITE_AFTER, 1, made_at + timedelta(minutes=7))]
    if point.fate == "half":
        return [before, photo(stage, point, PhotoRole.BEFORE, 1, made_at)]
    return [before]


def payload(stage: Stage, point: Point, finding_id: UUID, visit: tuple[str, UUID], shots: list[Shot]) -> dict[str, Any]:
    """What the phone says of a point; `visit` is its round's key and its own id."""
    spot = stage.spots.get(point.again)
    return {
        "finding_id": str(finding_id),
        "town_id": str(stage.cast.towns[point.town]),
        "round_id": str(stage.rounds[visit[0]]),
        "visit_id": str(visit[1]),
        "item_code": point.item,
        "checklist_version": stage.cast.checklist,
        "quantity": point.quantity,
        "note": point.note,
        "position": place_of(point),
        "spot": {"is": "again", "spot_id": str(spot)} if spot else {"is": "new"},
        "photos": [shot.declared for shot in shots],
    }
