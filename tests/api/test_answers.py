"""Answers to requests (答复申请): what a grant does to the point, what a refusal leaves, and who may say either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.db import db
from app.domain.people import SYSTEM, Role, UnitKind
from app.models import DeadlineChange, Due, Finding, Journal, Region, TownRequest
from app.queries.by_id import one
from tests import make
from tests.asking import NEXT_WORKING_DAY, NOW, asking
from tests.phone import Phone
from workers import deadline

Phones = Callable[[str], Phone]
MONDAY_EVENING = datetime(2026, 11, 16, 10, tzinfo=UTC)  # 18:00 in China of NEXT_WORKING_DAY


def asked(phones: Phones, point: str, kind: str = "extension", **more: Any) -> str:
    town = phones("town")
    sent = asking(town, point, kind, **more)
    assert town.send(sent)[0]["verdict"] == "applied"
    request_id: str = sent["payload"]["request_id"]
    return request_id


def answer(phones: Phones, request_id: str, action: str, who: str = "supervisor", **more: Any) -> TestResponse:
    return phones(who).actor.post(f"/api/v1/requests/{request_id}/steps", {"action": action, **more})


def stands(phones: Phones, point: str) -> dict[str, Any]:
    told: dict[str, Any] = phones("town").actor.get(f"/api/v1/findings/{point}").get_json()
    return told


def test_a_granted_extension_moves_the_deadline_to_the_evening_of_that_day(
    point: str, phones: Phones, look: Any
) -> None:
    request_id = asked(phones, point)
    told = answer(phones, request_id, "grant", note="雨停再浇").get_json()
    assert (told["state"], told["granted_until"], told["answer"]) == ("granted", NEXT_WORKING_DAY, "雨停再浇")
    body = stands(phones, point)
    assert (body["state"], body["due_at"]) == ("fixing", MONDAY_EVENING.isoformat())
    assert [(it["state"], it["answer"], it["answered_at"]) for it in body["requests"]] == [
        ("granted", "雨停再浇", NOW.isoformat())
    ]
    with look(SYSTEM):
        causes = db.session.scalars(select(DeadlineChange.cause).where(DeadlineChange.finding_id == UUID(point))).all()
        assert list(causes).count("extension") == 1
        said = db.session.scalars(select(Journal).where(Journal.act == "request.grant")).one()
        assert (said.body["until"], said.body["note"]) == (NEXT_WORKING_DAY, "雨停再浇")


def test_a_refusal_needs_a_sentence_and_changes_nothing_about_the_point(point: str, phones: Phones) -> None:
    before, request_id = stands(phones, point), asked(phones, point)
    silent = answer(phones, request_id, "refuse")
    assert (silent.status_code, silent.get_json()["type"]) == (422, "reason_missing")
    assert answer(phones, request_id, "refuse", note="三天够了").get_json()["state"] == "refused"
    after = stands(phones, point)
    assert [after[name] for name in ("state", "due_at", "version")] == [
        before[name] for name in ("state", "due_at", "version")
    ]
    assert (after["requests"][0]["state"], after["requests"][0]["answer"]) == ("refused", "三天够了")
    assert phones("town").send(asking(phones("town"), point))[0]["verdict"] == "applied"  # may be asked anew


def test_less_may_be_granted_and_more_may_not(point: str, phones: Phones) -> None:
    request_id = asked(phones, point, "suspension", until="2026-12-20")
    far = answer(phones, request_id, "grant", until="2026-12-21")
    assert (far.status_code, far.get_json()["type"]) == (422, "grant_beyond_asked")
    assert stands(phones, point)["requests"][0]["state"] == "asked"
    assert answer(phones, request_id, "grant", until="2026-12-01").get_json()["granted_until"] == "2026-12-01"
    assert stands(phones, point)["state"] == "suspended"


def test_a_granted_suspension_stops_the_clock_and_ends_by_itself_at_18_of_its_day(
    point: str, phones: Phones, look: Any, clock: Callable[[datetime], None]
) -> None:
    """Left on Thursday morning: two ends of working days, so two more once the clock goes on."""
    answer(phones, asked(phones, point, "suspension", until="2026-12-01"), "grant")
    with look(SYSTEM):
        planned = db.session.scalars(select(Due).where(Due.job == "workers.deadline.resume_by")).one()
        assert (planned.key, planned.run_at) == (point, datetime(2026, 12, 1, 10, tzinfo=UTC))
    for moment, state in ((planned.run_at.replace(minute=0, hour=9), "suspended"), (planned.run_at, "fixing")):
        clock(moment)
        with look(SYSTEM):
            deadline.resume_by(point, moment)
            db.session.commit()
        assert stands(phones, point)["state"] == state
    assert stands(phones, point)["due_at"] == datetime(2026, 12, 3, 10, tzinfo=UTC).isoformat()


def test_an_earlier_plan_does_not_end_a_later_suspension(point: str, phones: Phones, look: Any) -> None:
    answer(phones, asked(phones, point, "suspension", until="2026-12-01"), "grant")
    supervisor = phones("supervisor").actor
    steps = f"/api/v1/findings/{point}/steps"
    assert supervisor.post(steps, {"action": "resume"}).get_json()["state"] == "fixing"
    again = supervisor.post(steps, {"action": "suspend", "note": "等材料", "until": "2027-02-01"})
    assert again.get_json()["state"] == "suspended"
    at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    with look(SYSTEM):
        deadline.resume_by(point, at)
        db.session.commit()
    assert stands(phones, point)["state"] == "suspended"


@pytest.mark.parametrize(
    ("until", "wrong"),
    [(None, "request_day_missing"), ("2026-11-12", "suspension_past"), ("2027-11-13", "suspension_too_long")],
)
def test_the_desks_own_suspension_has_its_day_too(point: str, phones: Phones, until: str | None, wrong: str) -> None:
    sent = {"action": "suspend", "note": "等材料", **({"until": until} if until else {})}
    refused = phones("supervisor").actor.post(f"/api/v1/findings/{point}/steps", sent)
    assert (refused.status_code, refused.get_json()["type"]) == (422, wrong)
    assert stands(phones, point)["state"] == "fixing"


@pytest.fixture
def department(world: make.World, look: Any) -> str:
    with look(SYSTEM):
        county = one(Region, str(world.viewers["supervisor"].county_id))
        unit = make.make_unit("建德市交通运输局", UnitKind.DEPARTMENT, county)
        world.viewers["department"] = make.make_person("department", Role.DEPARTMENT, unit, county)
        db.session.commit()
        return str(unit.id)


def test_a_granted_dispute_gives_the_point_to_the_other_unit_with_a_clock_of_its_own(
    point: str, phones: Phones, department: str, look: Any, clock: Callable[[datetime], None]
) -> None:
    """Issued on Thursday the 12th, directed on Friday the 13th: one working day from there."""
    request_id = asked(phones, point, "dispute", unit_name="市交通局")
    assert phones("department").actor.get(f"/api/v1/findings/{point}").status_code == 404
    clock(datetime(2026, 11, 13, 3, tzinfo=UTC))
    assert answer(phones, request_id, "grant", unit_id=department).get_json()["state"] == "granted"
    theirs = phones("department").actor.get(f"/api/v1/findings/{point}").get_json()
    assert (theirs["state"], theirs["due_at"]) == ("fixing", MONDAY_EVENING.isoformat())
    seen = stands(phones, point)  # the town still sees it, and who answers now
    assert (seen["due_at"], seen["directed_to"]) == (MONDAY_EVENING.isoformat(), "建德市交通运输局")
    with look(SYSTEM):
        assert str(one(Finding, point).unit_id) == department
        changes = select(DeadlineChange.cause).where(DeadlineChange.finding_id == UUID(point))
        assert "reassignment" in db.session.scalars(changes).all()


@pytest.mark.parametrize("unit", [None, "the office", "nobody"])
def test_a_dispute_goes_to_no_unit_that_does_not_answer(
    point: str, phones: Phones, world: make.World, unit: str | None
) -> None:
    units = {"the office": str(world.viewers["supervisor"].unit_id), "nobody": str(uuid4())}
    request_id = asked(phones, point, "dispute", unit_name="市交通局")
    more = {"unit_id": units[unit]} if unit else {}
    refused = answer(phones, request_id, "grant", **more)
    assert (refused.status_code, refused.get_json()["type"]) == (422, "unit_cannot_answer")
    assert stands(phones, point)["requests"][0]["state"] == "asked"


def test_two_extensions_are_the_most(point: str, phones: Phones, clock: Callable[[datetime], None]) -> None:
    for day in ("2026-11-16", "2026-11-17"):
        assert answer(phones, asked(phones, point, until=day), "grant").status_code == 200
    town = phones("town")
    refused = town.send(asking(town, point, until="2026-11-18"))[0]
    assert (refused["verdict"], refused["problem"]["type"]) == ("kept", "extension_again")


@pytest.mark.parametrize("who", ["town", "town2", "inspector", "leader"])
def test_nobody_else_answers(point: str, phones: Phones, who: str) -> None:
    request_id = asked(phones, point)
    assert answer(phones, request_id, "grant", who).status_code == 403
    assert stands(phones, point)["requests"][0]["state"] == "asked"


def test_while_it_is_under_review_nothing_is_granted(point: str, phones: Phones, world: make.World, look: Any) -> None:
    request_id = asked(phones, point)
    with look(SYSTEM):
        make.answer(one(Finding, point), world.viewers["town"])
        db.session.commit()
    refused = answer(phones, request_id, "grant")
    assert (refused.status_code, refused.get_json()["type"]) == (422, "grant_not_now")
    assert "待核查" in refused.get_json()["detail"]


def test_a_second_answer_meets_the_first(point: str, phones: Phones, look: Any) -> None:
    request_id = asked(phones, point)
    with look(SYSTEM):
        version = one(TownRequest, request_id).version
    assert answer(phones, request_id, "refuse", note="不行", version=version).status_code == 200
    late = answer(phones, request_id, "grant", version=version)
    assert (late.status_code, late.get_json()["type"]) == (412, "stale_version")
