"""Scores (得分) as stored: the value a second reader finds, with every line, and never the same twice."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from app.actions.contents import of_account
from app.actions.score import recompute
from app.db import db, now
from app.domain.calendar import Month
from app.domain.finding import Sameness
from app.domain.round import RoundKind
from app.domain.score import FORMULA
from app.models import Journal, Region, Score, Stream
from app.queries.by_id import one
from tests.score_story import Seen, Story, beijing

NOVEMBER = Month(2026, 11)
NOT_LOOKED = dict.fromkeys(("DZ", "CK", "XL", "RM", "LS"), "not_looked")


def inspected(story: Story) -> Seen:
    """A capped item, a dimension at its floor; later a repeat, a spot seen before, and a visit that doesn't count."""
    found = (("CK-01", "30"), ("DZ-07", "8"), ("WS-03", "2"), ("WS-01", "1"))
    first = story.seen("11-03 09:00", "11-05 10:00", *found)
    bin_, heap = (story.spot_of(first.findings[place]) for place in (2, 3))
    again = ("WS-03", "1", {"sameness": Sameness.AGAIN, "spot_id": bin_})
    same = ("WS-01", "2", {"sameness": Sameness.SAME, "spot_id": heap})
    story.seen("11-12 09:00", "11-13 10:00", again, same, kind=RoundKind.ANNOUNCED)
    story.seen("11-16 09:00", "11-17 10:00", ("AQ-05", "1"), looked=NOT_LOOKED)
    return first


def busy(story: Story) -> Seen:
    """All that; one point late, one returned, one waiting for its review, one overdue in an order nobody signed."""
    seen = inspected(story)
    late, returned, waiting, overdue = seen.findings
    story.ordered("11-18 09:00", late, returned, waiting)
    story.order("11-18 10:00", overdue)
    story.answer("11-18 15:00", returned)
    story.step("11-18 16:00", returned, "return")
    story.answer("11-19 09:00", waiting)
    story.fix("11-26 09:00", "11-26 10:00", late, returned)
    story.step("11-27 08:00", returned, "rebound")
    story.enter("11-27 09:00", "rules_on_file")
    story.enter("11-27 09:01", "praised_by_city", matter="现场会")
    return seen


def compute(story: Story, when: str, month: Month = NOVEMBER) -> bool:
    """Was a new score stored?"""
    return story.at(when, lambda: recompute(one(Region, story.town_id), month, now())) is not None


def test_the_value_is_the_clerks(story: Story) -> None:
    inspected(story)
    value = story.value("11-18 08:00")
    assert value == story.clerks_value("11-18 08:00")
    assert value not in ("", None)


def test_the_value_of_a_month_with_everything_in_it_is_the_clerks(story: Story) -> None:
    busy(story)
    assert story.value("11-28 09:00") == story.clerks_value("11-28 09:00")
    facts = story.clerk("11-28 09:00")
    assert (len(facts["points"]), len(facts["signings"]), len(facts["entries"])) == (2, 2, 4)


def test_all_lines_together_are_the_value(story: Story) -> None:
    busy(story)
    value, score_id = story.scores("11-28 09:00")[-1]
    assert sum(Fraction(line["amount"]) for line in story.lines(score_id)) == Fraction(value or "")


def test_the_lines_tell_of_cap_floor_spot_and_short_visit(story: Story) -> None:
    inspected(story)
    lines = story.lines(story.scores("11-18 08:00")[-1][1])
    told = {line["code"] for line in lines}
    assert {"site.item_cap", "site.floor", "site.seen_before", "site.visit_left_out"} <= told
    assert sorted(line["params"]["factor"] for line in lines if line["item_code"] == "WS-03") == ["1", "2"]


def test_a_line_names_its_finding_and_its_points(story: Story) -> None:
    seen = inspected(story)
    lines = story.lines(story.scores("11-18 08:00")[-1][1])
    (line,) = [line for line in lines if line["finding_id"] == seen.findings[1] and line["code"] == "site.finding"]
    assert (line["raw"], line["dimension"], line["visit_id"]) == ("-16", "DZ", seen.visit_id)


def test_figures_are_exact_and_named(story: Story) -> None:
    busy(story)
    stored = story.at("11-28 09:00", lambda: [(s.figures, s.value) for s in scores()])
    figures, value = stored[-1]
    parts = [Fraction(figures[name]) for name in ("site", "repair", "upkeep", "bonus", "penalty")]
    assert round(sum(parts), 2) == Fraction(value)
    assert (figures["due"], figures["closed"], figures["mean.announced"]) == ("2", "1", figures["mean.announced"])


def scores() -> list[Score]:
    return list(db.session.scalars(select(Score).order_by(Score.computed_at)))


def test_the_same_facts_are_stored_once(story: Story) -> None:
    inspected(story)
    assert [compute(story, "11-18 08:00"), compute(story, "11-18 09:00")] == [False, False]


def test_new_facts_are_stored_beside_the_old_score(story: Story) -> None:
    inspected(story)
    before = story.scores("11-18 08:00")
    story.enter("11-18 09:00", "praised_by_city")
    assert story.scores("11-18 10:00")[:-1] == before


def test_of_two_scores_of_one_moment_the_later_one_is_the_newest(story: Story) -> None:
    inspected(story)
    story.enter("11-18 09:00", "praised_by_city")
    story.enter("11-18 09:00", "practice_spread")
    stored = story.at("11-18 09:01", lambda: [(s.computed_at, s.value) for s in scores()])
    assert stored[-1][0] - stored[-2][0] >= timedelta(microseconds=1)
    assert stored[-1][1] > stored[-2][1]


def test_another_formula_is_computed_anew(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    inspected(story)
    story.work(beijing("11-18 08:00"))
    monkeypatch.setattr("app.actions.score.FORMULA", f"{FORMULA}+1")
    assert compute(story, "11-18 08:00")


def test_another_scheme_is_computed_anew(story: Story) -> None:
    inspected(story)
    story.own_scheme("11-17 12:00")
    assert compute(story, "11-18 08:00")


def test_a_month_without_a_visit_has_no_value_and_says_so(story: Story) -> None:
    story.enter("11-18 09:00", "rules_on_file")
    assert story.value("11-18 10:00") is None


def test_a_stored_score_cannot_be_changed(story: Story) -> None:
    inspected(story)
    with pytest.raises(ProgrammingError, match="permission denied"):
        story.ask("UPDATE score SET value = 100 RETURNING id")


def test_the_towns_stream_tells_of_the_score_and_not_of_its_value(story: Story) -> None:
    inspected(story)
    score_id = story.scores("11-18 08:00")[-1][1]
    told = (
        select(Journal.act, Journal.body, Stream.town_id)
        .join(Stream, Stream.id == Journal.stream_id)
        .where(Journal.subject_id == score_id)
    )
    rows = story.at("11-18 08:00", lambda: [tuple(row) for row in db.session.execute(told)])
    account = story.at("11-18 08:00", lambda: of_account(one(Score, score_id), one(Score, score_id).lines))
    assert rows == [("score.compute", {"month": "2026-11", "account": account}, story.town_id)]


def test_a_town_is_looked_at_again_when_time_alone_changes_its_facts(story: Story) -> None:
    """Both points were answered, one of them late: the order counts only when its last deadline passes."""
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"), ("WS-02", "1"))
    story.ordered("11-06 09:00", *seen.findings)  # due on the 9th and the 11th
    story.fix("11-10 09:00", "11-10 10:00", *seen.findings)
    before, after = story.value("11-11 17:59"), story.value("11-11 18:00")
    assert Fraction(before or "") - Fraction(after or "") == 1
    assert after == story.clerks_value("11-11 18:00")


def test_the_next_look_is_planned_once(story: Story) -> None:
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"), ("WS-02", "1"))
    story.ordered("11-06 09:00", *seen.findings)
    story.work(beijing("11-07 09:00"))
    waiting = story.ask("SELECT run_at FROM due WHERE job = 'workers.score.refresh' AND done_at IS NULL")
    assert [row["run_at"] for row in waiting] == [beijing("11-09 18:00")]
