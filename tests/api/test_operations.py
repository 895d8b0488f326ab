"""Operations: exactly once, one verdict each, kept instead of dropped, refused without stopping the others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Finding, FindingOrigin, Journal, Operation, Photo, Round, Visit
from tests import make
from tests.cast import sign_in
from tests.phone import Phone, photo


@pytest.fixture
def round_id(world: make.World, look: Any) -> UUID:
    with look(SYSTEM):
        made = make.make_round(world)
        db.session.commit()
        return made.id


@pytest.fixture
def phone(client: FlaskClient, world: make.World) -> Phone:
    return Phone(sign_in(client, "inspector"))


@pytest.fixture
def start(phone: Phone, round_id: UUID, world: make.World) -> dict[str, Any]:
    return phone.start(round_id, world.towns["梅城镇"])


def count(look: Any, model: Any) -> int:
    with look(SYSTEM):
        return db.session.scalars(select(func.count()).select_from(model)).one()


def test_a_record_is_applied_with_a_receipt_and_names_the_photos_it_lacks(phone: Phone, start: dict[str, Any]) -> None:
    record = phone.record(start)
    verdicts = phone.send(start, record)
    assert [v["verdict"] for v in verdicts] == ["applied", "applied"]
    assert verdicts[1]["missing"] == [photo("前")["sha256"]]
    assert verdicts[1]["receipt"]["body_sha256"] == record["sha256"]


def test_the_same_bytes_again_give_the_first_receipt_and_one_row(
    phone: Phone, start: dict[str, Any], look: Any
) -> None:
    record = phone.record(start)
    first = phone.send(start, record)[1]
    again = phone.send(record)[0]
    assert (again["verdict"], again["receipt"]) == ("repeated", first["receipt"])
    assert (count(look, Finding), count(look, Photo)) == (1, 1)


def test_the_same_id_with_other_bytes_is_kept_beside_the_first(phone: Phone, start: dict[str, Any], look: Any) -> None:
    record = phone.record(start)
    phone.send(start, record)
    other = {**phone.record(start, note="改过的"), "op_id": record["op_id"]}
    verdict = phone.send(other)[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "conflict")
    assert (count(look, Finding), count(look, Operation)) == (1, 3)


def test_a_record_before_its_visit_is_kept_and_applied_when_that_comes(
    phone: Phone, start: dict[str, Any], look: Any
) -> None:
    record = phone.record(start)
    assert phone.send(record)[0]["problem"]["type"] == "waits_for_parent"
    phone.send(start)
    assert count(look, Finding) == 1
    with look(SYSTEM):
        kept = db.session.scalars(select(Operation).where(Operation.op_id == UUID(record["op_id"]))).one()
        assert kept.resolution == "applied"


def test_a_malformed_operation_is_refused_and_stops_nothing(phone: Phone, start: dict[str, Any], look: Any) -> None:
    broken = phone.record(start, quantity="-1")
    verdicts = phone.send(start, broken, phone.record(start))
    assert [v["verdict"] for v in verdicts] == ["applied", "refused", "applied"]
    assert "receipt" not in verdicts[1]
    assert verdicts[1]["problem"]["errors"] == [{"pointer": "/quantity", "code": "shape"}]


def test_an_old_schema_is_kept_raw(phone: Phone, start: dict[str, Any], look: Any) -> None:
    old = {**phone.operation("finding.record", {"was": "once"}), "schema_version": 999}
    assert phone.send(old)[0]["verdict"] == "kept"
    with look(SYSTEM):
        assert db.session.scalars(select(Operation.payload)).one() == {"was": "once"}


UNBELIEVABLE = (
    "0001-01-01T00:00:00+14:00",
    "1899-12-31T23:59:59+00:00",
    "9999-12-31T23:00:00-12:00",
    "2200-01-01T00:00:00Z",
)


@pytest.mark.parametrize("made_at", UNBELIEVABLE)
def test_a_time_that_no_clock_shows_and_no_zone_can_hold_is_refused(phone: Phone, made_at: str, look: Any) -> None:
    verdict = phone.send(phone.operation("finding.amend", {}, made_at=made_at))[0]
    assert (verdict["verdict"], verdict["problem"]["errors"][0]["pointer"]) == ("refused", "/made_at")
    assert count(look, Operation) == 0


@pytest.mark.parametrize(
    "made_at", ["1970-01-01T00:00:04+00:00", "1969-12-31T20:00:00-04:00", "2038-11-12T02:00:00+08:00"]
)
def test_a_clock_that_is_wrong_by_decades_is_a_claim(
    phone: Phone, start: dict[str, Any], made_at: str, look: Any
) -> None:
    record = phone.record(start)
    verdicts = phone.send({**start, "made_at": made_at}, {**record, "made_at": made_at})
    assert [v["verdict"] for v in verdicts] == ["applied", "applied"]
    assert phone.actor.get("/api/v1/changes").status_code == 200
    with look(SYSTEM):
        claimed = datetime.fromisoformat(made_at)
        assert set(db.session.scalars(select(Operation.made_at))) == {claimed}
        assert db.session.scalars(select(FindingOrigin.made_at)).one() == claimed


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else []


UNSTORABLE = {
    "a NUL": {"visit_id": "a\0b"},
    "a NUL in a name": {"a\0b": 1},
    "a NUL far inside": {"photos": [{"exif": {"Make": ["a\0b"]}}]},
    "endless depth": {"photos": deep(400)},
}


@pytest.mark.parametrize("name", UNSTORABLE)
def test_what_no_table_could_hold_is_refused_and_stops_nothing(
    phone: Phone, start: dict[str, Any], name: str, look: Any
) -> None:
    verdicts = phone.send(phone.operation("visit.start", UNSTORABLE[name]), start)
    assert [v["verdict"] for v in verdicts] == ["refused", "applied"]
    assert (verdicts[0]["problem"]["type"], count(look, Operation)) == ("shape", 1)


def test_half_a_letter_is_refused(phone: Phone, look: Any) -> None:
    """It has no bytes in UTF-8, so no hash of it can be right."""
    broken = {**phone.operation("visit.start", {}), "payload": {"note": "\ud83d"}}
    verdict = phone.send(broken)[0]
    assert (verdict["verdict"], verdict["problem"]["type"], count(look, Operation)) == ("refused", "shape", 0)


@pytest.mark.parametrize("nonce", ["1.é", "a\0b"])
def test_a_nonce_that_nobody_wrote_is_refused(phone: Phone, start: dict[str, Any], nonce: str) -> None:
    assert phone.send({**start, "server_nonce": nonce})[0]["verdict"] == "refused"


def test_bytes_changed_on_the_way_are_a_fault_of_the_envelope(phone: Phone, start: dict[str, Any], look: Any) -> None:
    broken = {**start, "sha256": "0" * 64}
    envelope = {"device_id": str(phone.actor.device_id), "operations": [broken]}
    answer = phone.actor.post("/api/v1/operations", envelope)
    assert (answer.status_code, answer.get_json()["type"]) == (400, "hash_mismatch")
    assert count(look, Operation) == 0


def test_a_foreign_round_is_kept_as_out_of_scope_like_an_absent_one(
    client: FlaskClient, world: make.World, round_id: UUID
) -> None:
    other = Phone(sign_in(client, "inspector2"))
    town = world.towns["梅城镇"]
    foreign, absent = other.send(other.start(round_id, town), other.start(uuid4(), town))
    assert foreign["verdict"] == absent["verdict"] == "kept"
    assert foreign["problem"] == absent["problem"]
    assert foreign["receipt"]["stream"] == absent["receipt"]["stream"]


def test_a_record_after_the_release_is_kept(phone: Phone, start: dict[str, Any], world: make.World, look: Any) -> None:
    phone.send(start)
    with look(SYSTEM):
        visit = db.session.scalars(select(Visit)).one()
        make.finish(visit, world.viewers["inspector"])
        db.session.flush()
        make.release(db.session.scalars(select(Round)).one(), world.viewers["supervisor"])
        db.session.commit()
    assert phone.send(phone.record(start))[0]["problem"]["type"] == "after_release"


def test_each_act_has_one_journal_row(phone: Phone, start: dict[str, Any], look: Any) -> None:
    phone.send(start, phone.record(start))
    with look(SYSTEM):
        acts = list(db.session.scalars(select(Journal.act).where(Journal.act.in_(("visit.start", "finding.record")))))
    assert sorted(acts) == ["finding.record", "visit.start"]


def test_the_first_visit_puts_the_round_under_way(phone: Phone, start: dict[str, Any], look: Any) -> None:
    phone.send(start)
    with look(SYSTEM):
        assert db.session.scalars(select(Round.state)).one() == "under_way"
