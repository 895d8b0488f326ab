"""Points (整改点位): what confirming, handing over and a rebound bring about, and that no clock runs unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.finding import Sameness
from app.domain.problems import Problem
from app.domain.reactions import PASS_BY
from tests import make
from tests.score_story import Seen, Story, beijing

TAKEN = datetime(2026, 11, 3, 1, tzinfo=UTC)
ITEM = "WS-03"


def found(minutes: int | None = None, item: str = ITEM, **more: Any) -> tuple[Any, ...]:
    """A point; with minutes, there is a second photo so long after the first."""
    after = () if minutes is None else (make.photo("fixed", 1, "onsite_after", TAKEN + timedelta(minutes=minutes)),)
    return (item, "1", {"photos": (make.photo(f"{minutes} {item}", taken_at=TAKEN), *after), **more})


def point(story: Story, finding_id: UUID) -> dict[str, Any]:
    its_own = story.ask("SELECT * FROM finding WHERE id = %(id)s", id=finding_id)[0]
    spot = story.ask("SELECT confirmed_at FROM spot WHERE id = %(id)s", id=its_own["spot_id"])[0]
    return {**its_own, "spot_confirmed_at": spot["confirmed_at"]}


def clocks(story: Story, finding_id: UUID) -> int:
    """How often something was planned for when its deadline passes."""
    planned = "SELECT 1 FROM due WHERE job = %(job)s AND key = %(key)s"
    return len(story.ask(planned, job=PASS_BY, key=str(finding_id)))


def back_before_release(story: Story) -> Seen:
    """The first point was fixed on the spot and is back; the second was never fixed. Nothing is released."""
    seen = story.visit("11-03 09:00", found(10), found())
    for finding_id in seen.findings:
        story.step("11-03 15:00", finding_id, "confirm")
    story.step("11-04 09:00", seen.findings[0], "rebound")
    return seen


@pytest.mark.parametrize(("minutes", "state"), [(30, "closed"), (31, "confirmed")])
def test_what_was_fixed_within_thirty_minutes_is_closed_when_it_is_confirmed(
    story: Story, minutes: int, state: str
) -> None:
    (fixed,) = story.visit("11-03 09:00", found(minutes)).findings
    story.step("11-03 15:00", fixed, "confirm")
    now = point(story, fixed)
    closed_at = beijing("11-03 15:00") if state == "closed" else None
    assert (now["state"], now["closed_at"], now["due_at"]) == (state, closed_at, None)
    assert now["spot_confirmed_at"] == beijing("11-03 15:00")


def test_a_hand_over_shows_the_town_this_one_point_and_starts_its_clock(story: Story) -> None:
    handed, hidden = story.visit("11-03 09:00", found(), found(item="DZ-07")).findings
    story.step("11-03 10:00", handed, "hand_over", who="inspector")
    one, other = point(story, handed), point(story, hidden)
    assert (one["state"], one["disclosed_at"]) == ("fixing", beijing("11-03 10:00"))
    assert (one["spot_confirmed_at"], one["due_at"] > one["disclosed_at"]) == (one["disclosed_at"], True)
    assert (other["state"], other["disclosed_at"]) == ("found", None)
    assert (clocks(story, handed), clocks(story, hidden)) == (1, 0)
    (why,) = story.ask("SELECT cause FROM deadline_change WHERE finding_id = %(id)s", id=handed)
    assert why["cause"] == "hand_over"


def test_what_was_fixed_on_the_spot_is_not_handed_over(story: Story) -> None:
    (fixed,) = story.visit("11-03 09:00", found(10)).findings
    with pytest.raises(Problem, match="step_not_in_table"):
        story.step("11-03 10:00", fixed, "hand_over")


def test_a_hidden_point_that_is_back_waits_without_a_clock(story: Story) -> None:
    back, _never_fixed = back_before_release(story).findings
    story.work(beijing("11-20 09:00"))
    now = point(story, back)
    assert (now["state"], now["closed_at"], now["due_at"], clocks(story, back)) == ("confirmed", None, None, 0)


def test_its_clock_starts_after_the_release_as_that_of_any_open_point(story: Story) -> None:
    seen = back_before_release(story)
    story.release("11-20 10:00", seen)
    story.ordered("11-23 09:00", *seen.findings)
    back, never_fixed = (point(story, finding_id) for finding_id in seen.findings)
    assert (back["due_at"] > beijing("11-23 09:00"), back["due_at"]) == (True, never_fixed["due_at"])
    story.fix("11-23 10:00", "11-23 15:00", *seen.findings)
    assert {point(story, finding_id)["state"] for finding_id in seen.findings} == {"closed"}
    assert story.value("12-01 09:00") == story.clerks_value("12-01 09:00")


def test_a_hidden_point_that_is_back_can_be_handed_over_at_once(story: Story) -> None:
    back, _never_fixed = back_before_release(story).findings
    story.step("11-04 10:00", back, "hand_over")
    now = point(story, back)
    assert (now["state"], now["disclosed_at"], clocks(story, back)) == ("fixing", beijing("11-04 10:00"), 1)


def test_a_point_the_town_sees_has_a_clock_as_soon_as_it_is_back(story: Story) -> None:
    (fixed,) = story.seen("11-03 09:00", "11-05 10:00", found(10)).findings
    story.step("11-06 09:00", fixed, "rebound")
    now = point(story, fixed)
    assert (now["state"], now["due_at"] > beijing("11-06 09:00"), clocks(story, fixed)) == ("fixing", True, 1)


@pytest.mark.parametrize(("said", "counts"), [(Sameness.AGAIN, True), (Sameness.SAME, False)])
def test_the_phone_says_of_a_known_spot_whether_it_is_the_same_problem_again(
    story: Story, said: Sameness, counts: bool
) -> None:
    (first,) = story.seen("10-08 09:00", "10-09 10:00", (ITEM, "1")).findings
    spot = story.spot_of(first)
    (second,) = story.visit("11-03 09:00", found(sameness=said, spot_id=spot)).findings
    now = point(story, second)
    assert (now["spot_id"], now["repeat"]) == (spot, counts)


@pytest.mark.parametrize(("ticked", "counts"), [({"repeat": False}, False), ({"repeat": True}, True), ({}, True)])
def test_whoever_confirms_it_has_the_last_word_on_again(story: Story, ticked: dict[str, bool], counts: bool) -> None:
    (again,) = story.visit("11-03 09:00", found(sameness=Sameness.AGAIN)).findings
    story.step("11-03 15:00", again, "confirm", **ticked)
    assert point(story, again)["repeat"] is counts
