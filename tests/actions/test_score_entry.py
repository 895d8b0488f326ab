"""Score entries (填报): which kinds, how many points, with which grounds; corrections replace."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.domain.problems import Problem
from app.domain.score_entry import kinds
from app.models import ScoreEntry
from app.queries.by_id import one
from tests.domain.town_month import SCHEME
from tests.score_story import Story

WHEN = "11-20 09:00"


def refused(story: Story, kind: str, **said: Any) -> tuple[str, str | None]:
    with pytest.raises(Problem) as refusal:
        story.enter(WHEN, kind, **said)
    return refusal.value.code, refusal.value.pointer


def points(story: Story, kind: str, **said: Any) -> str:
    entry = story.enter(WHEN, kind, **said)
    return story.at(WHEN, lambda: str(one(ScoreEntry, entry).value))


def test_what_other_rows_tell_cannot_be_entered() -> None:
    assert {"rebound", "order_unanswered"}.isdisjoint(kinds(SCHEME))
    assert {"rules_on_file", "praised_by_city", "false_rectification", "other"} <= kinds(SCHEME).keys()


@pytest.mark.parametrize("kind", ["rebound", "order_unanswered", "a_kind_of_my_own"])
def test_a_kind_that_may_not_be_entered_is_refused(story: Story, kind: str) -> None:
    assert refused(story, kind) == ("shape", "/kind")


@pytest.mark.parametrize(("kind", "given"), [("rules_on_file", "2.00"), ("praised_by_city", "0.50")])
def test_points_come_from_the_scheme(story: Story, kind: str, given: str) -> None:
    assert points(story, kind) == given


def test_points_other_than_the_schemes_are_refused(story: Story) -> None:
    assert refused(story, "praised_by_city", value=Decimal("0.7")) == ("shape", "/value")


def test_what_a_person_values_is_stored_as_valued(story: Story) -> None:
    assert points(story, "other", value=Decimal("1.25"), reason="台风期间未值守") == "1.25"


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal(-1), Decimal("2.01")])
def test_what_a_person_values_has_its_limits(story: Story, value: Decimal | None) -> None:
    assert refused(story, "other", value=value, reason="台风期间未值守") == ("shape", "/value")


def test_what_a_person_values_needs_a_reason(story: Story) -> None:
    assert refused(story, "other", value=Decimal(1), reason=" ") == ("reason_missing", "/reason")


def test_everything_needs_its_document(story: Story) -> None:
    assert refused(story, "rules_on_file", document=" ") == ("document_missing", "/document")


def test_a_month_that_has_not_begun_is_refused(story: Story) -> None:
    assert refused(story, "rules_on_file", month="2026-12") == ("shape", "/month")


def test_a_town_of_another_county_is_not_found(story: Story) -> None:
    assert refused(story.elsewhere(), "rules_on_file") == ("not_found", None)


def test_an_entry_is_replaced_once(story: Story) -> None:
    first = story.enter(WHEN, "praised_by_city")
    story.enter(WHEN, "praised_by_county", replaces=first)
    assert refused(story, "practice_spread", replaces=first) == ("stale_version", None)


def test_an_entry_of_another_town_cannot_be_replaced(story: Story) -> None:
    other = replace(story, town="寿昌镇").enter(WHEN, "praised_by_city")
    assert refused(story, "praised_by_county", replaces=other) == ("shape", "/replaces_id")


def test_nothing_is_entered_only_to_take_something_back(story: Story) -> None:
    assert refused(story, "praised_by_city", value=Decimal(0)) == ("shape", "/value")
    first = story.enter(WHEN, "praised_by_city")
    assert points(story, "praised_by_city", value=Decimal(0), replaces=first) == "0.00"


def test_the_act_reaches_the_score(story: Story) -> None:
    story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    before = Decimal(story.value("11-06 09:00") or "")
    story.enter(WHEN, "praised_by_city")
    assert Decimal(story.value("11-20 10:00") or "") - before == Decimal("0.5")
