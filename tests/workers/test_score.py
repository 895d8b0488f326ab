"""Refreshing scores (重算): which months a batch of acts touches, and that a burst is one computation of each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.calendar import Month
from app.domain.score import facts_hash
from tests import make
from tests.score_grants import direct, extend
from tests.score_story import Story, beijing
from workers import score


def months_computed(story: Story, when: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every computation until then, in order."""
    computed: list[str] = []
    real = score.recompute

    def noted(town: Any, month: Month, at: Any) -> Any:
        computed.append(str(month))
        return real(town, month, at)

    monkeypatch.setattr(score, "recompute", noted)
    story.work(beijing(when))
    return computed


def test_a_burst_of_findings_is_one_computation(
    story: Story, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A release of 30 findings; with --long of a thousand."""
    number = 1000 if request.config.getoption("--long") else 30
    seen = story.visit("11-03 09:00", *[("WS-01", "1")] * number)
    story.release("11-05 10:00", seen)
    assert months_computed(story, "11-05 10:00", monkeypatch) == ["2026-11"]


def test_a_release_in_the_next_month_computes_both(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = story.visit("11-30 09:00", ("WS-01", "1"))
    story.release("12-02 10:00", seen)
    assert months_computed(story, "12-02 10:00", monkeypatch) == ["2026-11", "2026-12"]


def test_a_pass_in_the_next_month_leaves_the_old_value(story: Story) -> None:
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    story.ordered("11-06 09:00", *seen.findings)
    before = story.scores("12-02 08:00")
    story.fix("12-02 09:00", "12-02 10:00", *seen.findings)
    assert story.scores("12-02 11:00") == before


def test_an_overdue_point_costs_as_soon_as_it_is_overdue(story: Story) -> None:
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    story.ordered("11-06 09:00", *seen.findings)
    assert story.value("11-09 17:59") != story.value("11-09 18:00")


def test_an_answer_accepted_late_heals_every_month_since_it_came(story: Story) -> None:
    seen = story.seen("10-08 09:00", "10-09 10:00", ("WS-03", "1"))
    story.ordered("10-09 11:00", *seen.findings)
    photo = story.photo("10-10 09:05")
    story.enter("11-20 09:00", "rules_on_file")
    worse = stored(story, "12-02 08:00")
    story.answer("12-02 09:00", seen.findings[0], photo, beijing("10-10 09:00"))
    better = stored(story, "12-02 10:00")
    assert better == [facts_hash(story.facts("12-02 10:00", month)) for month in ("2026-10", "2026-11", "2026-12")]
    assert [old == new for old, new in zip(worse, better, strict=False)] == [False, False]


def test_an_answer_reaches_the_score_before_its_photos_do(story: Story) -> None:
    """Accepted late and still waiting for a photo, it counts from when it came, in every month since."""
    seen = story.seen("10-26 09:00", "10-26 10:00", ("WS-03", "1"))
    story.ordered("10-29 09:00", *seen.findings)  # due on 10-30 18:00
    story.enter("11-01 07:00", "rules_on_file")
    worse = stored(story, "11-01 08:00")
    story.answer("11-01 09:00", seen.findings[0], make.photo("on its way", role="after"), beijing("10-30 09:00"))
    better = stored(story, "11-01 09:00")
    assert better == [facts_hash(story.facts("11-01 09:00", month)) for month in ("2026-10", "2026-11")]
    assert [old == new for old, new in zip(worse, better, strict=True)] == [False, False]


def test_an_answer_that_is_set_aside_leaves_the_score(story: Story) -> None:
    """The one in time became whole only after a late one was under review: from then on the late one alone counts."""
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    story.ordered("11-06 09:00", *seen.findings)  # due on 11-09 18:00
    in_time = story.answer("11-09 09:00", seen.findings[0], make.photo("on its way", role="after"))
    story.answer("11-10 09:00", seen.findings[0])
    better = stored(story, "11-10 09:00")
    story.photo_comes("11-10 10:00", in_time)
    worse = stored(story, "11-10 10:00")
    assert worse == [facts_hash(story.facts("11-10 10:00"))]
    assert worse != better


def stored(story: Story, when: str) -> list[str]:
    """The facts of the newest score of each month."""
    story.work(beijing(when))
    rows = story.ask("SELECT DISTINCT ON (month) facts_hash FROM score ORDER BY month, computed_at DESC")
    return [row["facts_hash"] for row in rows]


def test_an_entry_moved_to_another_month_computes_both(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = story.enter("12-02 09:00", "monthly_report", month="2026-10")
    story.enter("12-02 10:00", "monthly_report", month="2026-11", replaces=wrong)
    assert months_computed(story, "12-02 10:00", monkeypatch) == ["2026-10", "2026-11", "2026-12"]


def test_a_month_that_has_not_begun_is_not_computed(story: Story) -> None:
    seen = story.seen("11-25 09:00", "11-26 10:00", ("WS-02", "1"))
    story.ordered("11-30 09:00", *seen.findings)  # due in December
    assert story.scores("11-30 12:00", "2026-12") == []


def test_an_unreleased_round_rings_no_bell_for_the_town(story: Story) -> None:
    story.visit("11-03 09:00", ("DZ-07", "3"))
    assert story.ask("SELECT 1 FROM due WHERE job = 'workers.score.refresh'") == []


def test_what_was_computed_step_by_step_is_what_all_at_once_gives(story: Story) -> None:
    first = story.seen("10-08 09:00", "10-09 10:00", ("WS-03", "2"), ("DZ-07", "1"))
    story.ordered("10-09 11:00", *first.findings)
    second = story.seen("10-30 09:00", "11-03 10:00", ("CK-01", "30"))
    story.fix("11-04 09:00", "12-01 09:00", first.findings[0])
    story.step("11-05 09:00", first.findings[1], "suspend", until=date(2026, 12, 31))
    story.step("12-01 10:00", first.findings[1], "resume")
    story.void_visit("12-01 11:00", second)
    newest = stored(story, "12-01 12:00")
    gathered = [facts_hash(story.facts("12-01 12:00", month)) for month in ("2026-10", "2026-11", "2026-12")]
    assert newest == gathered


@pytest.mark.parametrize("way", [extend, direct])
def test_a_deadline_moved_by_a_grant_or_another_unit_is_scored_at_once(story: Story, way: Any) -> None:
    """Overdue until then, and no longer: without a bell the stored score would go on saying so."""
    seen = story.seen("11-03 09:00", "11-04 10:00", ("WS-03", "2"))
    story.ordered("11-04 11:00", *seen.findings)
    before = stored(story, "11-06 09:00")
    way(story, "11-06 10:00", seen.findings[0])
    after = stored(story, "11-06 11:00")
    assert after[-1] == facts_hash(story.facts("11-06 11:00", "2026-11")) != before[-1]
