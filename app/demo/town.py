"""Town (镇街): its people sign for orders and answer points with after-photos, ask for time, look at their own streets."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.db import now
from app.demo.people import BUILDING
from app.demo.places import position_of
from app.demo.script import Point, points
from app.demo.shots import Shot, photo, photo_of
from app.demo.stage import Stage
from app.demo.words import ASKED_FOR_DAYS, FIXED, FIXED_BETTER, LOOKED_AROUND, NOT_OURS
from app.domain import chance
from app.domain.evidence import PhotoRole
from app.domain.request import RequestKind
from app.models import Finding
from app.queries.by_id import one
from app.queries.clock import latest_day

ON_THE_WAY = timedelta(minutes=12)
BETWEEN_POINTS = timedelta(minutes=4)


def sign(stage: Stage, order_id: UUID, name: str) -> None:
    stage.phone(name).send("order.sign", {"order_id": str(order_id)}, now())


def answer(stage: Stage, finding_id: UUID) -> None:
    """What was done, with a photo from the same place."""
    for shot in declare(stage, finding_id, photos=1):
        bring(stage, finding_id, shot)


def answer_in_part(stage: Stage, finding_id: UUID) -> Shot:
    """Two photos declared, one brought: returns the one that is still on the phone."""
    first, second = declare(stage, finding_id, photos=2)
    bring(stage, finding_id, first)
    return second


def declare(stage: Stage, finding_id: UUID, photos: int) -> list[Shot]:
    point, made_at = stage.point_of(finding_id), now() - ON_THE_WAY
    # Many points are answered at once, and nobody is at all of them.
    taken_at = made_at - points().index(point) % 7 * BETWEEN_POINTS
    shots = [photo(stage, point, PhotoRole.AFTER, slot, taken_at) for slot in range(photos)]
    said = {
        "evidence_id": str(chance.new_id()),
        "finding_id": str(finding_id),
        "note": _note(finding_id, point),
        "photos": [shot.declared for shot in shots],
    }
    stage.phone(point.town).send("evidence.submit", said, made_at)
    return shots


def ask_for_days(stage: Stage, finding_id: UUID) -> None:
    """An extension as far as it may go, with a photo of why; nobody has answered it yet."""
    until = latest_day(one(Finding, finding_id))
    wish = {"kind": RequestKind.EXTENSION.value, "until": until.isoformat() if until else None}
    _ask(stage, finding_id, ASKED_FOR_DAYS, wish)


def ask_for_other_unit(stage: Stage, finding_id: UUID) -> None:
    _ask(stage, finding_id, NOT_OURS, {"kind": RequestKind.DISPUTE.value, "unit_name": BUILDING})


def _ask(stage: Stage, finding_id: UUID, reason: str, wish: dict[str, Any]) -> None:
    point, made_at = stage.point_of(finding_id), now() - ON_THE_WAY
    shot = photo(stage, point, PhotoRole.DOCUMENT, 0, made_at)
    said = {"request_id": str(chance.new_id()), "finding_id": str(finding_id), "reason": reason, **wish}
    stage.phone(point.town).send("request.make", {**said, "photos": [shot.declared]}, made_at)
    bring(stage, finding_id, shot)


def check_own_streets(stage: Stage, name: str, dimension: str) -> None:
    """Looked at with nothing wrong, and photographed."""
    made_at = now() - ON_THE_WAY
    shot = photo_of(stage, name, dimension, PhotoRole.SELFCHECK, made_at)
    said = {
        "selfcheck_id": str(chance.new_id()),
        "town_id": str(stage.cast.towns[name]),
        "dimension": dimension,
        "clean": True,
        "note": LOOKED_AROUND,
        "position": position_of(name),
        "photos": [shot.declared],
    }
    stage.phone(name).send("selfcheck.record", said, made_at)
    stage.phone(name).bring(shot.content, shot.small)


def _note(finding_id: UUID, point: Point) -> str:
    return FIXED_BETTER if one(Finding, finding_id).rework_count else FIXED[point.dimension]


def bring(stage: Stage, finding_id: UUID, shot: Shot) -> None:
    stage.phone(stage.point_of(finding_id).town).bring(shot.content, shot.small)
