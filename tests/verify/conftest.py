"""A short life on the journal (核验用的日志): rows before a head file, rows behind it, and the check in one word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import current_app
from sqlalchemy import Connection, func, select

from app import outside, receipts
from app.actions.advance import Move
from app.actions.heads import write_head_file
from app.actions.order import step_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, HeadFile, Journal, Stream
from app.verify.found import Report
from app.verify.heads import Files
from app.verify.receipts import claims_of, no_claims
from app.verify.whole import Witnesses, check_chains, check_heads
from tests import make

AT = datetime(2026, 11, 12, 3, 4, tzinfo=UTC)
Clock = Callable[[datetime], None]


@dataclass
class Life:
    """The stream of 梅城镇: `old` rows of it stand behind head files, `rows` are all."""

    stream_id: UUID
    old: int
    rows: int
    outside: dict[int, str] = field(default_factory=dict)
    receipts: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def begun(clock: Clock) -> None:
    """From the first row on: else the clock would go back, and that is an alarm."""
    clock(AT)


@pytest.fixture
def life(begun: None, world: make.World, look: Any, clock: Clock) -> Life:
    """Released, ordered, head files, then answers that no head file knows yet."""
    with look(SYSTEM):
        ids = _released(world)
        for minutes in (10, 20):
            clock(AT + timedelta(minutes=minutes))
            db.session.rollback()
            assert write_head_file(outside.our_key(), now())
            db.session.commit()
        stream_id = db.session.scalars(select(Stream.id).where(Stream.town_id == world.towns["梅城镇"])).one()
        old = _rows(stream_id)
        for finding_id in ids:
            make.answer(_finding(finding_id), world.viewers["town"])
        db.session.commit()
        texts = {file.n: file.text for file in db.session.scalars(select(HeadFile))}
        return Life(stream_id, old, _rows(stream_id), texts, _receipts())


def _released(world: make.World) -> list[UUID]:
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    round_ = make.make_round(world)
    visit = make.make_visit(round_, inspector)
    findings = [make.make_finding(visit, inspector, item) for item in ("WS-03", "SS-02", "DZ-01")]
    make.finish(visit, inspector, WS="found", SS="found", DZ="found")
    db.session.flush()
    make.release(round_, supervisor)
    step_order(make.make_order(findings, supervisor), Move("sign", world.viewers["town"], now()))
    db.session.commit()
    return [finding.id for finding in findings]


def _finding(finding_id: UUID) -> Finding:
    return db.session.scalars(select(Finding).where(Finding.id == finding_id)).one()


def _rows(stream_id: UUID) -> int:
    return db.session.scalars(select(func.count(Journal.id)).where(Journal.stream_id == stream_id)).one()


def _receipts() -> list[dict[str, Any]]:
    """As the phones got one for each act."""
    secret = current_app.config["SECRET_KEY"]
    return [json.loads(receipts.receipt(secret, row, op_id=str(row.id))) for row in db.session.scalars(select(Journal))]


Owner = Callable[[], Any]


@pytest.fixture
def owner(wire: Connection) -> Owner:
    """`with owner():` past the grants."""

    @contextmanager
    def past() -> Iterator[Connection]:
        wire.exec_driver_sql("RESET ROLE")
        try:
            yield wire
        finally:
            wire.exec_driver_sql("SET LOCAL ROLE xunzhen_app")

    return past


@pytest.fixture
def check(look: Any) -> Callable[..., Report]:
    """Everything, with as much of others' word as is given: `heads` ours only, or the files from outside too."""

    def checked(
        *, heads: bool = False, outside_: dict[int, str] | None = None, told: list[Any] | None = None
    ) -> Report:
        report, claims = Report(), no_claims()
        with look(SYSTEM):
            report.take(claims_of(told or [], current_app.config["SECRET_KEY"], claims))
            texts = outside_ or {}
            files = Files({outside.our_key().public}, texts, range(1, max(texts, default=0) + 1))
            if heads or outside_:
                check_heads(report, files)
            check_chains(report, Witnesses(files.standing, claims))
        return report

    return checked
