"""A visit at the desk (现场检查页): how far, how long and where it stayed, drawn; and that it is no proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.track import keep_track
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import AccessLog, Round
from app.queries.by_id import one
from tests.pages.conftest import Case, SignedIn
from workers.track import purge

NO_PROOF = "手机报告的路线，不是证明"
NORTH = 1 / 110_850


@pytest.fixture
def walked(case: Callable[..., Case]) -> Case:
    """Two kilometres to the north in twenty minutes, then ten minutes in one place."""
    made = case(2)
    with made.look(SYSTEM):
        visit = one(Round, made.round_id).visits[0]
        steps = [*((n, 100 * n) for n in range(21)), (25, 2_000), (31, 2_000)]
        keep_track(visit, [_point(visit.started_at, *step) for step in steps], SYSTEM, now())
        db.session.commit()
    return made


def _point(began: Any, minute: int, metres: int) -> dict[str, Any]:
    at = began + timedelta(minutes=minute)
    return {"at": at, "lon": 119.51, "lat": 29.546 + metres * NORTH, "accuracy_m": 6.0}


def drawn(desk: SignedIn, made: Case, kind: str) -> int:
    """How many of them are on the picture."""
    return desk("supervisor").get(address(made)).get_data(as_text=True).count(f'class="{kind}"')


def address(made: Case) -> str:
    with made.look(SYSTEM):
        return f"/visits/{one(Round, made.round_id).visits[0].id}"


def test_the_way_is_drawn_with_its_points_and_said_to_be_no_proof(desk: SignedIn, walked: Case) -> None:
    page = desk("supervisor").open(address(walked))
    assert NO_PROOF in page.text
    assert "2.0 公里" in page.text
    assert "31 分钟" in page.text
    assert "1 处，共 11 分钟" in page.text
    assert (drawn(desk, walked, "fix"), drawn(desk, walked, "point")) == (23, 2)


def test_the_round_leads_to_its_visit(desk: SignedIn, walked: Case) -> None:
    assert address(walked) in desk("supervisor").open(f"/rounds/{walked.round_id}").links


def test_whoever_may_see_the_visit_and_not_the_way_is_shown_none(desk: SignedIn, walked: Case) -> None:
    walked.released()
    page = desk("leader").open(address(walked))
    assert "没有可看的路线" in page.text
    assert NO_PROOF not in page.text


def test_that_somebody_looked_is_written_down(desk: SignedIn, walked: Case) -> None:
    desk("supervisor").open(address(walked))
    with walked.look(SYSTEM):
        looked = db.session.scalars(select(AccessLog).where(AccessLog.noun == "track")).one()
        assert looked.user_id == walked.world.viewers["supervisor"].user_id


def test_a_way_that_was_thinned_says_so_and_keeps_its_length(desk: SignedIn, walked: Case) -> None:
    with walked.look(SYSTEM):
        purge(now() + timedelta(days=90))
        db.session.commit()
    page = desk("supervisor").open(address(walked))
    assert "约五分钟一个点" in page.text
    assert "2.0 公里" in page.text
    assert drawn(desk, walked, "fix") == 7
