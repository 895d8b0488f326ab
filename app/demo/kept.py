"""Kept (被保留的操作): records that came too late, twice or before their visit, for a person to decide on."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from app.db import now
from app.demo.days import in_daylight
from app.demo.field import DIMENSIONS, payload
from app.demo.script import Point, points
from app.demo.shots import Shot, photo
from app.demo.stage import Stage
from app.domain import chance
from app.domain.evidence import PhotoRole
from app.domain.visit import Looked

AGO = (timedelta(hours=9), timedelta(hours=7), timedelta(hours=4), timedelta(hours=3))


def put_on(stage: Stage) -> None:
    for ago, act in zip(AGO, (_too_late, _orphan, _twice, _finished_again), strict=True):
        stage.later(in_daylight(stage.days.until - ago), partial(act, stage))


def _too_late(stage: Stage) -> None:
    """The round was released while the phone had no signal."""
    point, visit = _point("too_late"), ("N2", stage.visits["N2", "梅城镇"])
    _send(stage, point, "inspector", visit)


def _orphan(stage: Stage) -> None:
    """Its visit has not come yet; when it comes, this is applied by itself."""
    _send(stage, _point("orphan"), "inspector2", ("N4", chance.new_id()))


def _twice(stage: Stage) -> None:
    """One operation id, two bodies: the first one counts, the other one waits for a person."""
    point, visit, op_id = _point("twice"), ("N4", stage.visits["N4", "三都镇"]), chance.new_ordered_id(now())
    said = _send(stage, point, "inspector", visit, op_id)
    stage.phone("inspector").send("finding.record", {**said, "quantity": "3"}, now(), op_id)


def _finished_again(stage: Stage) -> None:
    """A second phone ends a visit that is over."""
    dimensions = [{"code": code, "looked": Looked.CLEAN} for code in DIMENSIONS]
    said = {"visit_id": str(stage.visits["N4", "三都镇"]), "ended_at": now().isoformat(), "dimensions": dimensions}
    stage.phone("inspector").send("visit.finish", said, now())


def _point(key: str) -> Point:
    return next(p for p in points() if (p.round, p.key) == ("K", key))


def _send(stage: Stage, point: Point, who: str, visit: tuple[str, UUID], op_id: UUID | None = None) -> dict[str, Any]:
    made_at = now() - timedelta(minutes=50)
    shot: Shot = photo(stage, point, PhotoRole.BEFORE, 0, made_at)
    said = payload(stage, point, chance.new_id(), visit, [shot])
    stage.phone(who).send("finding.record", said, made_at, op_id)
    stage.phone(who).bring(shot.content, shot.small)
    return said
