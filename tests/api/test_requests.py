"""Requests (申请) over the wire: asked once, kept when they cannot be, told with their point, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import receipts
from app.actions.advance import Move
from app.actions.finding import step_finding
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Journal, TownRequest
from app.queries.by_id import one
from tests import make
from tests.asking import NEXT_WORKING_DAY, NOW, a_point, asking
from tests.phone import Phone, photo


def body_of(phone: Phone, point: str) -> dict[str, Any]:
    told: dict[str, Any] = phone.actor.get(f"/api/v1/findings/{point}").get_json()
    return told


def button(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(row for row in body["offered"] if row["action"] == f"ask_{kind}")


def test_an_extension_is_written_down_journaled_and_changes_nothing_about_the_point(
    point: str, phones: Callable[[str], Phone], look: Any
) -> None:
    town = phones("town")
    before = body_of(town, point)
    sent = asking(town, point, photos=[photo("雨", role="document")])
    verdict = town.send(sent)[0]
    assert (verdict["verdict"], verdict["missing"]) == ("applied", [photo("雨")["sha256"]])
    after = body_of(town, point)
    assert [after[name] for name in ("state", "due_at", "version")] == [
        before[name] for name in ("state", "due_at", "version")
    ]
    with look(SYSTEM):
        row = one(TownRequest, sent["payload"]["request_id"])
        assert (row.kind, row.state, str(row.until), row.reason) == (
            "extension",
            "asked",
            NEXT_WORKING_DAY,
            "下雨，路面浇不了",
        )
        assert (row.asked_at, [p.role for p in row.photos]) == (NOW, ["document"])
        told = db.session.scalars(select(Journal).where(Journal.subject_id == row.id)).all()
        assert [(it.act, it.body["note"]) for it in told] == [("request.make", "下雨，路面浇不了")]


def test_the_same_bytes_again_give_the_first_receipt_and_one_row(
    point: str, phones: Callable[[str], Phone], look: Any
) -> None:
    town = phones("town")
    sent = asking(town, point)
    first, again = town.send(sent)[0], town.send(sent)[0]
    assert (again["verdict"], again["receipt"]) == ("repeated", first["receipt"])
    with look(SYSTEM):
        assert db.session.scalars(select(func.count()).select_from(TownRequest)).one() == 1


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("extension", {"until": "2026-11-13"}, "extension_not_later"),
        ("extension", {"until": "2026-11-17"}, "extension_too_long"),
        ("extension", {"until": None}, "request_day_missing"),
        ("suspension", {"until": "2027-11-13"}, "suspension_too_long"),
    ],
)
def test_what_cannot_be_asked_is_kept_with_its_reason(
    point: str, phones: Callable[[str], Phone], kind: str, more: dict[str, Any], why: str
) -> None:
    town = phones("town")
    verdict = town.send(asking(town, point, kind, **more))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", why)


def test_a_second_one_of_the_same_kind_is_kept_and_another_kind_is_not(
    point: str, phones: Callable[[str], Phone]
) -> None:
    town = phones("town")
    verdicts = town.send(asking(town, point), asking(town, point), asking(town, point, "dispute", unit_name="市交通局"))
    assert [(v["verdict"], (v.get("problem") or {}).get("type")) for v in verdicts] == [
        ("applied", None),
        ("kept", "request_open"),
        ("applied", None),
    ]


def test_an_overdue_point_may_still_ask(
    point: str, phones: Callable[[str], Phone], clock: Callable[[datetime], None]
) -> None:
    town = phones("town")
    sent = asking(town, point)
    clock(datetime(2026, 11, 14, 3, tzinfo=UTC))
    assert phones("town").send({**sent})[0]["verdict"] == "applied"


def test_a_red_line_says_why_it_cannot_be_extended(
    point: str, phones: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    hazard = a_point(world, look, "SS-02")
    town = phones("town")
    assert "红线" in button(body_of(town, hazard), "extension")["problem"]
    assert town.send(asking(town, hazard))[0]["problem"]["type"] == "extension_of_red_line"


def test_the_body_says_what_may_be_asked_and_how_far(point: str, phones: Callable[[str], Phone]) -> None:
    town = phones("town")
    assert button(body_of(town, point), "extension") == {
        "action": "ask_extension",
        "problem": None,
        "latest": NEXT_WORKING_DAY,
    }
    town.send(asking(town, point))
    told = body_of(town, point)
    assert "等县里答复" in button(told, "extension")["problem"]
    assert [button(told, kind)["problem"] for kind in ("suspension", "dispute")] == [None, None]
    assert [(it["kind"], it["state"], it["until"]) for it in told["requests"]] == [
        ("extension", "asked", NEXT_WORKING_DAY)
    ]


def test_only_those_who_answer_are_offered_to_ask(point: str, phones: Callable[[str], Phone]) -> None:
    offered = body_of(phones("supervisor"), point)["offered"]
    assert offered
    assert [row for row in offered if row["action"].startswith("ask_")] == []


def test_asking_is_told_as_a_change_of_its_point(point: str, phones: Callable[[str], Phone]) -> None:
    town = phones("town")
    cursor = town.actor.get("/api/v1/changes").get_json()["cursor"]
    town.send(asking(town, point))
    items = town.actor.get(f"/api/v1/changes?cursor={cursor}").get_json()["items"]
    assert [(it["noun"], it["id"], len(it["body"]["requests"])) for it in items] == [("finding", point, 1)]


@pytest.mark.parametrize("way", ["operation", "step"])
def test_it_is_taken_back_by_an_operation_or_a_step_and_may_be_asked_anew(
    point: str, phones: Callable[[str], Phone], way: str
) -> None:
    town = phones("town")
    sent = asking(town, point)
    town.send(sent)
    request_id = sent["payload"]["request_id"]
    if way == "operation":
        assert town.send(town.operation("request.withdraw", {"request_id": request_id}))[0]["verdict"] == "applied"
    else:
        answer = town.actor.post(f"/api/v1/requests/{request_id}/steps", {"action": "withdraw"})
        assert (answer.status_code, answer.get_json()["state"]) == (200, "withdrawn")
    assert body_of(town, point)["requests"][0]["state"] == "withdrawn"
    assert town.send(asking(town, point))[0]["verdict"] == "applied"


@pytest.mark.parametrize(
    ("made_at", "until"),
    [
        ("2031-01-01T00:00:00+00:00", "2031-12-01"),  # ahead of its receipt
        ("2027-06-01T00:00:00+00:00", "2027-12-01"),
        ("2199-12-31T20:00:00+00:00", "9999-12-31"),
    ],
)
def test_a_wish_is_judged_by_the_receipt_where_the_phones_clock_cannot_be_believed(
    point: str, phones: Callable[[str], Phone], made_at: str, until: str
) -> None:
    town = phones("town")
    verdict = town.send({**asking(town, point, "suspension", until=until), "made_at": made_at})[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "suspension_too_long")


def test_a_clock_before_the_last_answer_it_had_is_no_excuse(
    app: Flask, point: str, phones: Callable[[str], Phone]
) -> None:
    """Said to be of the 1st, with an answer of the 12th in hand: the 11th lies behind it."""
    town = phones("town")
    sent = {
        **asking(town, point, "suspension", until="2026-11-11"),
        "made_at": "2026-11-01T02:00:00+00:00",
        "server_nonce": receipts.nonce(app.config["SECRET_KEY"], NOW - timedelta(hours=1)),
    }
    assert town.send(sent)[0]["problem"]["type"] == "suspension_past"


@pytest.mark.parametrize("way", ["void", "closed"])
def test_what_was_asked_ends_with_its_point(
    point: str, phones: Callable[[str], Phone], world: make.World, look: Any, way: str
) -> None:
    """It waits for nobody, and there is nothing to take back; that it was asked stays written down."""
    town = phones("town")
    town.send(asking(town, point))
    with look(SYSTEM):
        finding = one(Finding, point)
        if way == "void":
            step_finding(finding, Move("void", world.viewers["supervisor"], now(), "记错了"))
        else:
            make.answer(finding, world.viewers["town"])
            step_finding(finding, Move("pass", world.viewers["supervisor"], now()))
        db.session.commit()
        assert (finding.state, finding.kinds_asked) == (way, [])
    told = body_of(town, point)["requests"]
    assert [(it["state"], it["offered"]) for it in told] == [("ended", [])]
    page = phones("supervisor").actor.client.get(f"/findings/{point}").get_data(as_text=True)
    assert "点位已了结" in page
    assert "等县里答复" not in page


def test_a_withdrawal_that_comes_before_its_request_waits_for_it(point: str, phones: Callable[[str], Phone]) -> None:
    town = phones("town")
    sent = asking(town, point)
    withdrawal = town.operation("request.withdraw", {"request_id": sent["payload"]["request_id"]})
    verdict = town.send(withdrawal)[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "waits_for_parent")
    town.send(sent)
    assert body_of(town, point)["requests"][0]["state"] == "withdrawn"
