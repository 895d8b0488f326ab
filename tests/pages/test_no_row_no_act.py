"""No row, no act (没有日志就不办): while the journal cannot be written, every act answers 503 and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from app.db import db
from app.domain.people import SYSTEM
from app.models import BlobHolder, Evidence, Finding, Journal, Operation, Upload
from tests import make, samples
from tests.cast import Actor, sign_in
from tests.pages.conftest import Case
from tests.phone import Phone
from tests.tus import Sender

Deaf = Callable[[], Any]


@pytest.fixture
def deaf(wire: Connection) -> Deaf:
    """`with deaf():` the owner has taken the right to write the journal from the app."""

    @contextmanager
    def without() -> Iterator[None]:
        for right in ("REVOKE INSERT ON journal FROM xunzhen_app", "GRANT INSERT ON journal TO xunzhen_app"):
            wire.exec_driver_sql("RESET ROLE")
            wire.exec_driver_sql(right)
            wire.exec_driver_sql("SET LOCAL ROLE xunzhen_app")
            if right.startswith("REVOKE"):
                yield

    return without


def counted(look: Any) -> list[int]:
    with look(SYSTEM):
        tables = (Journal.id, Operation.op_id, Evidence.id, Upload.id, BlobHolder.sha256)
        return [db.session.scalars(select(func.count(column))).one() for column in tables]


def test_a_phones_operation_is_not_taken_in(app: Flask, case: Any, look: Any, deaf: Deaf) -> None:
    order_id, phone = case().ordered(), Phone(sign_in(app.test_client(), "town"))
    sent = phone.operation("order.sign", {"order_id": str(order_id)})
    before = counted(look)
    with deaf():
        answer = phone.actor.post("/api/v1/operations", {"device_id": str(phone.actor.device_id), "operations": [sent]})
    assert (answer.status_code, answer.get_json()["type"], "Retry-After" in answer.headers) == (
        503,
        "unavailable",
        True,
    )
    assert counted(look) == before
    assert [verdict["verdict"] for verdict in phone.send(sent)] == ["applied"]


def test_a_step_at_the_desk_is_not_taken(app: Flask, case: Any, look: Any, deaf: Deaf) -> None:
    made: Case = case()
    finding_id = made.finding_ids[0]
    supervisor = Actor(app.test_client(), "supervisor")
    with deaf():
        answer = supervisor.post(f"/api/v1/findings/{finding_id}/steps", {"action": "confirm"})
    assert (answer.status_code, answer.get_json()["type"]) == (503, "unavailable")
    with look(SYSTEM):
        assert db.session.scalars(select(Finding.state).where(Finding.id == finding_id)).one() == "found"
    assert supervisor.post(f"/api/v1/findings/{finding_id}/steps", {"action": "confirm"}).status_code == 200


def test_an_upload_is_not_said_to_have_come(app: Flask, world: make.World, look: Any, deaf: Deaf) -> None:
    sender = Sender(sign_in(app.test_client(), "inspector"), samples.different_jpeg(77))
    assert sender.begin().status_code == 201
    before = counted(look)
    with deaf():
        assert sender.part(0).status_code == 503
    assert counted(look) == before
