"""Corrections (更正): one problem that was recorded twice counts once; one that was taken for another gets its own grade."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Finding, Journal, Spot
from app.queries.by_id import one
from app.queries.duplicates import near_ones
from tests import make
from tests.asking import NOW
from tests.cast import Actor, sign_in

AS_RECORDED = "WS-03"


@pytest.fixture
def actor(app: Any, world: make.World) -> Any:
    return lambda login: sign_in(app.test_client(), login)


@pytest.fixture
def points(world: make.World, look: Any) -> Any:
    """`points("WS-03", "WS-03")`: recorded in 梅城镇 at one place, not released; gives their ids."""

    def made(*items: str, released: bool = False, town: str = "梅城镇") -> list[str]:
        inspector = world.viewers["inspector"]
        with look(SYSTEM):
            round_ = make.make_round(world, town)
            visit = make.make_visit(round_, inspector)
            ids = [str(make.make_finding(visit, inspector, item).id) for item in items]
            if released:
                make.finish(visit, inspector)
                db.session.flush()
                make.release(round_, world.viewers["supervisor"])
            db.session.commit()
            return ids

    return made


def step(actor: Actor, point: str, action: str, **more: Any) -> Any:
    return actor.post(f"/api/v1/findings/{point}/steps", {"action": action, **more})


def test_one_is_merged_into_the_other_and_says_so(points: Any, actor: Any, look: Any) -> None:
    kept, double = points("WS-03", "WS-03")
    answer = step(actor("supervisor"), double, "merge", duplicate_of=kept, note="同一只桶")
    assert (answer.status_code, answer.get_json()["state"]) == (200, "void")
    with look(SYSTEM):
        assert str(one(Finding, double).duplicate_of) == kept
        assert one(Finding, kept).state == "found"
        told = db.session.scalars(select(Journal.body).where(Journal.act == "finding.merge")).one()
        assert told["duplicate_of"] == kept


def test_near_ones_are_of_the_same_item_and_town_and_not_void(points: Any, actor: Any, look: Any) -> None:
    first, second, other, gone = points("WS-03", "WS-03", "SS-02", "WS-03")
    points("WS-03", town="寿昌镇")
    step(actor("supervisor"), gone, "void", note="拍错了")
    with look(SYSTEM):
        assert [str(it.finding.id) for it in near_ones(one(Finding, first), NOW)] == [second]
        assert [str(it.finding.id) for it in near_ones(one(Finding, other), NOW)] == []


@pytest.mark.parametrize("into", ["itself", "nobody", "another item", "another town", "a void one", "nothing"])
def test_it_goes_into_no_other_point(points: Any, actor: Any, look: Any, into: str) -> None:
    supervisor = actor("supervisor")
    double, other, gone = points("WS-03", "SS-02", "WS-03")
    (elsewhere,) = points("WS-03", town="寿昌镇")
    step(supervisor, gone, "void", note="拍错了")
    ids = {
        "itself": double,
        "nobody": str(uuid4()),
        "another item": other,
        "another town": elsewhere,
        "a void one": gone,
    }
    answer = step(supervisor, double, "merge", **({"duplicate_of": ids[into]} if into in ids else {}))
    assert (answer.status_code, answer.get_json()["type"]) == (422, "duplicate_unknown")
    with look(SYSTEM):
        assert one(Finding, double).state == "found"


def test_what_a_town_knows_does_not_go_into_what_it_does_not(points: Any, actor: Any) -> None:
    (hidden,), (told,) = points("WS-03"), points("WS-03", released=True)
    answer = step(actor("supervisor"), told, "merge", duplicate_of=hidden)
    assert (answer.status_code, answer.get_json()["type"]) == (422, "duplicate_hidden")
    assert step(actor("supervisor"), hidden, "merge", duplicate_of=told).status_code == 200


def test_a_foreign_round_is_not_found_by_merging(points: Any, actor: Any) -> None:
    """supervisor2 is no member: for them the hidden point is nobody's id."""
    (hidden,), (told,) = points("WS-03"), points("WS-03", released=True)
    answer = step(actor("supervisor2"), told, "merge", duplicate_of=hidden)
    assert answer.get_json()["type"] == "duplicate_unknown"


def test_another_item_brings_its_own_grade_and_keeps_what_was(points: Any, actor: Any, look: Any) -> None:
    (point,) = points(AS_RECORDED)
    answer = step(actor("supervisor"), point, "reclassify", item_code="SS-02", note="是井盖，不是垃圾桶")
    body = answer.get_json()
    assert (body["item_code"], body["red_line"], body["state"]) == ("SS-02", True, "found")
    with look(SYSTEM):
        finding = one(Finding, point)
        assert one(Spot, finding.spot_id).item_code == "SS-02"
        told = db.session.scalars(select(Journal.body).where(Journal.act == "finding.reclassify")).one()
        assert (told["item_was"], told["item_is"], told["note"]) == (AS_RECORDED, "SS-02", "是井盖，不是垃圾桶")


def test_a_spot_with_other_occurrences_stays_what_it_is(points: Any, actor: Any, look: Any) -> None:
    first, second = points("WS-03", "WS-03")
    with look(SYSTEM):
        one(Finding, second).spot = one(Finding, first).spot
        db.session.commit()
    step(actor("supervisor"), second, "reclassify", item_code="WS-01", note="看错了")
    with look(SYSTEM):
        assert one(Finding, first).spot.item_code == "WS-03"
        assert one(Finding, second).spot.item_code == "WS-01"


def test_severity_alone_may_be_changed(points: Any, actor: Any) -> None:
    (point,) = points(AS_RECORDED)
    body = step(actor("supervisor"), point, "reclassify", severity="grave", note="已经堵到路上").get_json()
    assert (body["item_code"], body["severity"]) == (AS_RECORDED, "grave")


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"item_code": "WS-01"}, "reason_missing"),
        ({"item_code": "ZZ-99", "note": "错"}, "item_unknown"),
        ({"severity": "awful", "note": "错"}, "shape"),
    ],
)
def test_it_wants_a_reason_and_what_there_is(points: Any, actor: Any, sent: dict[str, str], wrong: str) -> None:
    (point,) = points(AS_RECORDED)
    answer = step(actor("supervisor"), point, "reclassify", **sent)
    assert (answer.status_code, answer.get_json()["type"]) == (422, wrong)


@pytest.mark.parametrize("who", ["inspector", "leader", "town"])
def test_only_the_office_corrects(points: Any, actor: Any, who: str) -> None:
    kept, double = points("WS-03", "WS-03")
    for action, more in (("merge", {"duplicate_of": kept}), ("reclassify", {"item_code": "WS-01", "note": "错"})):
        assert step(actor(who), double, action, **more).status_code == 403


def test_what_stands_in_an_order_is_not_changed_any_more(points: Any, actor: Any, look: Any, world: make.World) -> None:
    (point,) = points("WS-03", released=True)
    with look(SYSTEM):
        make.make_order([one(Finding, point)], world.viewers["supervisor"])
        db.session.commit()
    answer = step(actor("supervisor"), point, "reclassify", item_code="WS-01", note="错")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "step_not_in_table")
