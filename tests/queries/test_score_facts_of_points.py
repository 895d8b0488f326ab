"""Facts of points, orders and entries (整改、机制、加扣分), rule by rule; November 2026 begins on a Sunday."""

from __future__ import annotations

from datetime import date

from tests.make import photo
from tests.queries.facts_said import OVERDUE, kinds, of, one_point, points
from tests.score_story import Story


def test_a_point_closed_in_time_counts(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 09:00", "11-12 09:00", point)
    assert points(story, "11-13 09:00") == of(point, True, True, False)


def test_a_point_is_not_held_against_a_town_before_it_is_due(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    assert points(story, "11-09 17:59") == {}
    assert points(story, "11-09 18:00") == of(point, *OVERDUE)


def test_a_late_answer_is_late(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 18:00", "11-10 09:00", point)
    assert points(story, "11-13 09:00") == of(point, False, True, False)


def test_a_supervisors_delay_costs_the_town_nothing(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 09:00", "12-02 09:00", point)
    assert points(story, "12-03 09:00", "2026-11") == {}
    assert points(story, "12-03 09:00", "2026-12") == of(point, True, True, False)


def test_a_returned_point_is_reworked(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.answer("11-09 09:00", point)
    story.step("11-09 10:00", point, "return")
    story.fix("11-10 09:00", "11-10 10:00", point)
    assert points(story, "11-13 09:00") == of(point, True, True, True)


def test_an_overdue_point_is_carried_on_and_its_old_month_stays(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("12-03 09:00", "12-04 09:00", point)
    assert points(story, "12-05 09:00", "2026-11") == of(point, *OVERDUE)
    assert points(story, "12-05 09:00", "2026-12") == of(point, False, True, False)
    assert points(story, "12-05 09:00", "2027-01") == {}


def test_suspension_is_judged_at_the_months_end(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.step("11-24 09:00", point, "suspend", until=date(2026, 12, 31))
    story.step("12-02 09:00", point, "resume")
    assert points(story, "12-03 09:00", "2026-11") == {}
    assert points(story, "12-03 09:00", "2026-12") == of(point, *OVERDUE)


def test_a_void_point_is_not_due(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.step("11-20 09:00", point, "void")
    assert points(story, "11-21 09:00") == points(story, "12-05 09:00") == {}


def test_a_point_made_void_later_was_still_due_at_the_months_end(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.step("12-02 09:00", point, "void")
    assert (points(story, "12-05 09:00", "2026-11"), points(story, "12-05 09:00", "2026-12")) == (
        of(point, *OVERDUE),
        {},
    )


def test_a_carried_point_made_void_later_was_still_carried_then(story: Story) -> None:
    (point,) = story.seen("10-08 09:00", "10-09 10:00", ("WS-03", "1")).findings
    story.ordered("10-09 11:00", point)
    story.step("12-02 09:00", point, "void")
    assert points(story, "12-05 09:00", "2026-11") == of(point, *OVERDUE)


def test_a_rebound_opens_the_point_in_its_own_month_only(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 09:00", "11-10 09:00", point)
    story.step("12-02 09:00", point, "rebound")
    facts = [story.facts("12-09 09:00", month) for month in ("2026-11", "2026-12")]
    assert [kinds(each) for each in facts] == [[], ["rebound"]]
    assert (points(story, "12-09 09:00", "2026-11"), points(story, "12-09 09:00", "2026-12")) == (
        of(point, True, True, False),
        of(point, *OVERDUE),
    )


def test_a_point_taken_out_with_its_void_order_is_not_due(story: Story) -> None:
    (point,) = one_point(story).findings
    order = story.order("11-06 09:00", point)
    story.void_order("11-06 10:00", order)
    facts = story.facts("11-20 09:00")
    assert (facts.points, facts.signings) == ((), ())


def test_an_answer_whose_photos_are_on_their_way_is_waited_for_72_hours(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.answer("11-09 17:00", point, photo("on its way", role="after"))
    assert (points(story, "11-12 17:00"), points(story, "11-12 17:01")) == ({}, of(point, *OVERDUE))


def test_photos_that_came_within_72_hours_leave_the_answer_in_time(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    evidence = story.answer("11-09 17:00", point, photo("on its way", role="after"))
    story.photo_comes("11-12 16:00", evidence)
    story.step("11-13 09:00", point, "pass")
    assert points(story, "11-14 09:00") == of(point, True, True, False)


def test_an_order_signed_by_nobody_counts_once_its_48_hours_end(story: Story) -> None:
    seen = one_point(story)
    order = story.order("11-06 09:00", *seen.findings)
    assert story.facts("11-08 08:59").signings == ()
    assert [(s.order_id, s.in_time) for s in story.facts("11-08 09:00").signings] == [(str(order), False)]


def test_an_order_signed_by_a_person_within_48_hours_is_in_time(story: Story) -> None:
    order = story.order("11-06 09:00", *one_point(story).findings)
    story.sign("11-08 08:59", order)
    assert [s.in_time for s in story.facts("11-09 09:00").signings] == [True]


def test_signing_counts_in_the_month_its_48_hours_end(story: Story) -> None:
    story.ordered("11-29 12:00", *one_point(story).findings)
    assert [len(story.facts("12-03 09:00", month).signings) for month in ("2026-11", "2026-12")] == [0, 1]


def test_an_order_with_an_unanswered_point_counts_once_its_last_deadline_has_passed(story: Story) -> None:
    points_ = one_point(story, ("WS-03", "1"), ("WS-02", "1")).findings  # due on the 9th and on the 11th
    story.ordered("11-06 09:00", *points_)
    story.fix("11-09 09:00", "11-10 09:00", points_[1])
    assert kinds(story.facts("11-11 17:59")) == []
    assert kinds(story.facts("11-11 18:00")) == ["order_unanswered"]


def test_an_order_counts_as_unanswered_once_though_a_deadline_moves_on(story: Story) -> None:
    points_ = one_point(story, ("WS-03", "1"), ("WS-01", "1")).findings
    story.ordered("11-27 09:00", *points_)
    story.answer("11-30 09:00", points_[0])
    story.step("12-01 09:00", points_[0], "return")
    months = [kinds(story.facts("12-09 09:00", month)) for month in ("2026-11", "2026-12")]
    assert months == [["order_unanswered"], []]


def test_a_corrected_entry_counts_as_corrected(story: Story) -> None:
    wrong = story.enter("11-20 09:00", "praised_by_city", matter="现场会")
    story.enter("11-20 10:00", "praised_by_county", matter="现场会", replaces=wrong)
    assert kinds(story.facts("11-21 09:00")) == ["praised_by_county"]


def test_an_entry_moved_to_another_month_leaves_its_first_one(story: Story) -> None:
    wrong = story.enter("12-02 09:00", "monthly_report", month="2026-11")
    story.enter("12-02 10:00", "monthly_report", month="2026-12", replaces=wrong)
    assert [kinds(story.facts("12-03 09:00", month)) for month in ("2026-11", "2026-12")] == [[], ["monthly_report"]]


def test_an_entry_taken_back_does_not_count(story: Story) -> None:
    wrong = story.enter("11-20 09:00", "praised_by_city")
    story.enter("11-20 10:00", "praised_by_city", replaces=wrong, value=story.nothing)
    assert kinds(story.facts("11-21 09:00")) == []
