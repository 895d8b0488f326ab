"""Who finds a kept operation (待处理谁看得到): nobody learns of a hidden round by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from app.db import db
from app.domain.people import SYSTEM
from app.domain.round import Part
from app.models import RoundMember
from tests import make
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone


@pytest.mark.parametrize("login", ["town", "town2", "inspector", "leader", "auditor"])
def test_only_a_supervisor_opens_it(desk: SignedIn, kept_answer: tuple[str, UUID], login: str) -> None:
    assert desk(login).get(kept_answer[0]).status_code == 403


def test_a_record_of_a_hidden_round_is_not_there_for_a_supervisor_outside_it(
    desk: SignedIn, kept_record: tuple[str, Case]
) -> None:
    outside = desk("supervisor2")
    assert outside.get(kept_record[0]).status_code == 404
    assert "0 条等人处理" in outside.open("/kept").text
    assert desk("supervisor").get(kept_record[0]).status_code == 200


def test_a_record_that_names_no_round_stays_hidden_while_it_may_be_of_a_hidden_one(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    """Before its visit came nothing tells its round; another supervisor shares a released round with its sender."""
    shared, inspector = case().released(), phone("inspector")
    join(look, shared, world.viewers["supervisor2"].user_id)
    assert desk("supervisor2").open(f"/rounds/{shared.round_id}").status == 200
    case()
    start = {"payload": {"town_id": str(world.towns["梅城镇"]), "visit_id": str(UUID(int=9))}}
    record = inspector.record(start)
    assert inspector.send(record)[0]["problem"]["type"] == "waits_for_parent"
    page = f"/kept/{record['op_id']}"
    assert [desk(login).get(page).status_code for login in ("supervisor", "supervisor2")] == [200, 404]


def join(look: Any, made: Case, user_id: UUID | None) -> None:
    """Make that supervisor a planner of the round."""
    with look(SYSTEM):
        db.session.add(RoundMember(round_id=made.round_id, user_id=user_id, part=Part.PLANNER))
        db.session.commit()


def test_a_record_of_a_hidden_round_is_hidden_from_who_shares_another_round_with_its_sender(
    desk: SignedIn, kept_record: tuple[str, Case], case: Callable[..., Case], world: make.World, look: Any
) -> None:
    join(look, case(), world.viewers["supervisor2"].user_id)
    assert desk("supervisor2").get(kept_record[0]).status_code == 404


def test_once_the_round_is_released_any_supervisor_of_the_county_decides(
    desk: SignedIn, kept_record: tuple[str, Case]
) -> None:
    """It is known whose round it is of, although it was kept before it could be read."""
    page, made = kept_record
    made.released()
    assert desk("supervisor2").get(page).status_code == 200


def test_an_unknown_one_and_a_malformed_id_look_alike(desk: SignedIn) -> None:
    supervisor = desk("supervisor")
    unknown, malformed = supervisor.get(f"/kept/{UUID(int=1)}"), supervisor.get("/kept/nothing")
    assert (unknown.status_code, malformed.status_code) == (404, 404)
