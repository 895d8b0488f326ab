"""A case with real pictures (有真照片的案子), step by step: found, told and ordered, answered and passed, scored and told outside."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

from app import outside
from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.heads import write_head_file
from app.actions.order import step_order
from app.actions.score import recompute
from app.db import db, now
from app.domain.calendar import Month
from app.models import Finding, Region, Round
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, samples

AT = datetime(2026, 11, 12, 2, 3, tzinfo=UTC)
BEFORE, AFTER = samples.jpeg(size=(640, 480)), samples.jpeg(size=(480, 640))


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def found(world: make.World) -> tuple[UUID, UUID, UUID]:
    for content in (BEFORE, AFTER):
        photo_store().keep(hash_of(content), BytesIO(content))
    inspector = world.viewers["inspector"]
    visit = make.make_visit(make.make_round(world), inspector)
    before = replace(make.photo("before"), sha256=hash_of(BEFORE))
    finding = make.make_finding(visit, inspector, photos=(before,))
    make.finish(visit, inspector, WS="found")
    return visit.round_id, finding.id, visit.town_id


def ordered(world: make.World, round_id: UUID, finding_id: UUID) -> UUID:
    make.release(one(Round, round_id), world.viewers["supervisor"])
    order = make.make_order([one(Finding, finding_id)], world.viewers["supervisor"])
    step_order(order, Move("sign", world.viewers["town"], now()))
    return order.id


def answered(world: make.World, finding_id: UUID) -> None:
    finding = one(Finding, finding_id)
    make.answer(finding, world.viewers["town"], sha256=hash_of(AFTER))
    db.session.flush()
    step_finding(finding, Move("pass", world.viewers["supervisor2"], now(), "已清运"))


def told(town_id: UUID) -> None:
    recompute(one(Region, town_id), Month.of(now()), now())
    write_head_file(outside.our_key(), now())


def checked(folder: Path, *more: str) -> tuple[int, str]:
    """By the pack's own script, with nothing of ours to be found by it."""
    ran = subprocess.run(
        [sys.executable, "-S", "-E", str(folder / "verify.py"), *more], capture_output=True, text=True, check=False
    )
    assert not ran.stderr, ran.stderr
    return ran.returncode, ran.stdout
