"""The borders of the score (边界): nothing there, everything lost, caps, floors, limits, who counts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.score import Code, EntryFact, FindingFact, PointFact, TownMonth, VisitFact, score, total
from app.domain.score.marks import visit_marks
from app.domain.score.rational import rounded
from app.domain.score.scheme import PenaltyKind
from tests.domain.town_month import ALL_DIMENSIONS, MARCH, MORNING, SCHEME, make_finding, make_visit

CLEAN = make_visit("v1", "unannounced")
PERFECT = TownMonth(
    "a town",
    MARCH,
    visits=(CLEAN,),
    self_checks=8,
    entries=(EntryFact("e1", "rules_on_file"), EntryFact("e2", "staff_posted"), EntryFact("e3", "monthly_report")),
)


def entries(kind: str, number: int) -> tuple[EntryFact, ...]:
    return tuple(EntryFact(f"{kind} {place:02}", kind) for place in range(number))


def with_entries(*more: EntryFact) -> TownMonth:
    return replace(PERFECT, entries=PERFECT.entries + more)


def with_visits(*visits: VisitFact) -> TownMonth:
    return replace(PERFECT, visits=visits)


def site_score(*findings: FindingFact, **marks: Any) -> Fraction:
    visit = make_visit("v1", "unannounced", findings, **marks)
    return visit_marks(score(with_visits(visit), SCHEME).lines)[0].site


def test_without_a_visit_there_is_no_score() -> None:
    result = score(with_visits(), SCHEME)
    assert (result.value, result.band, result.lines) == (None, None, ())


def test_without_a_visit_the_other_parts_are_still_known() -> None:
    assert score(with_visits(), SCHEME).parts["repair"] == 30


def test_everything_lost_is_zero_for_the_site() -> None:
    ruined = [
        make_finding(f"f{code}", code, 99)
        for code in ["WS-01", "DZ-04", "CK-04", "XL-05", "RM-05", "LS-05", "SS-02", "AQ-01"]
    ]
    result = score(with_visits(make_visit("v1", "unannounced", ruined)), SCHEME)
    assert (result.means["unannounced"], result.parts["site"]) == (0, 0)
    assert (result.value, result.band) == (Decimal("40.00"), "不合格")


def test_nothing_due_gives_the_whole_of_repair() -> None:
    assert score(PERFECT, SCHEME).parts["repair"] == 30


def test_a_point_that_is_late_open_and_reworked_loses_it_all() -> None:
    worst = (PointFact("f1", on_time=False, closed=False, reworked=True),)
    assert score(replace(PERFECT, points=worst), SCHEME).parts["repair"] == 0


def test_a_perfect_month_is_100_and_excellent() -> None:
    result = score(PERFECT, SCHEME)
    assert (result.value, result.band) == (Decimal("100.00"), "优秀")


def test_bonus_stops_at_three() -> None:
    assert score(with_entries(*entries("praised_by_province", 4)), SCHEME).parts["bonus"] == 3


def test_one_matter_counts_once_at_its_highest() -> None:
    twice = (
        EntryFact("g1", "praised_by_county", matter="现场会"),
        EntryFact("g2", "praised_by_province", matter="现场会"),
    )
    assert score(with_entries(*twice), SCHEME).parts["bonus"] == 1


def test_penalties_stop_at_ten() -> None:
    assert score(with_entries(*entries("order_unanswered", 13)), SCHEME).parts["penalty"] == -10


def test_rebounds_stop_at_three_together() -> None:
    assert score(with_entries(*entries("rebound", 7)), SCHEME).parts["penalty"] == -3


def test_a_penalty_by_hand_stops_at_two() -> None:
    by_hand = EntryFact("h1", "other", value=Decimal("2.5"))
    assert score(with_entries(by_hand), SCHEME).parts["penalty"] == -2


def test_the_score_stops_at_103() -> None:
    result = score(with_entries(*entries("praised_by_province", 4)), SCHEME)
    assert (result.value, total(result.lines)) == (Decimal("103.00"), 103)


def test_the_upper_limit_is_a_line() -> None:
    lower = replace(SCHEME, highest=Fraction(101))
    result = score(with_entries(*entries("praised_by_province", 3)), lower)
    assert [(line.code, line.amount) for line in result.lines][-1] == (Code.RANGE, -2)


def test_the_lower_limit_is_a_line() -> None:
    higher = replace(SCHEME, lowest=Fraction(101))
    assert score(PERFECT, higher).lines[-1].amount == 1


@pytest.mark.parametrize(("exact", "shown"), [("84.995", "85.00"), ("84.994", "84.99"), ("84.9949999", "84.99")])
def test_half_a_hundredth_goes_up(exact: str, shown: str) -> None:
    assert rounded(Fraction(exact), 2) == Decimal(shown)


def test_84_995_is_shown_as_85_and_is_good() -> None:
    without_limit = replace(SCHEME.penalty, kinds={"other": PenaltyKind(None, None, None)}, most=Decimal(100))
    result = score(with_entries(EntryFact("h1", "other", Decimal("15.005"))), replace(SCHEME, penalty=without_limit))
    assert (result.value, result.band, total(result.lines)) == (Decimal("85.00"), "良好", 85)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("90.00", "优秀"),
        ("89.99", "良好"),
        ("85.00", "良好"),
        ("84.99", "合格"),
        ("69.99", "不合格"),
        ("0.00", "不合格"),
    ],
)
def test_the_band_is_that_of_the_rounded_value(value: str, band: str) -> None:
    assert SCHEME.band(Decimal(value)) == band


def test_an_item_costs_at_most_its_cap() -> None:
    assert site_score(make_finding("f1", "DZ-01", 30)) == 95


def test_the_cap_is_over_all_findings_of_the_item() -> None:
    assert site_score(make_finding("f1", "DZ-01", 8), make_finding("f2", "DZ-01", 8)) == 95


def test_what_was_fixed_on_the_spot_costs_half() -> None:
    assert site_score(make_finding("f1", "WS-02", 3, fixed_on_spot=True)) == 97


def test_a_repeat_fixed_on_the_spot_costs_once() -> None:
    assert site_score(make_finding("f1", "WS-02", 3, fixed_on_spot=True, repeat=True)) == 94


def test_a_dimension_with_a_finding_was_looked_at_whatever_its_mark() -> None:
    without = ALL_DIMENSIONS - {"LS"}
    assert site_score(make_finding("f1", "LS-01", 2), looked=without) == 99


def test_dimensions_not_looked_at_leave_the_full_marks() -> None:
    assert site_score(make_finding("f1", "WS-02", 3), looked=ALL_DIMENSIONS - {"LS", "SS"}) == Fraction(7600, 82)


def test_a_visit_that_looked_at_four_dimensions_does_not_count() -> None:
    short = make_visit("v2", "announced", looked=frozenset({"WS", "DZ", "CK", "XL"}))
    lines = score(with_visits(CLEAN, short), SCHEME).lines
    assert [line.code for line in lines if line.visit_id == "v2"] == [Code.VISIT_LEFT_OUT]


def test_a_visit_that_looked_at_five_dimensions_counts() -> None:
    enough = make_visit("v1", "announced", looked=frozenset({"WS", "DZ", "CK", "XL", "RM"}))
    assert score(with_visits(enough), SCHEME).value == Decimal("100.00")


def test_a_finding_makes_the_fifth_dimension() -> None:
    found = [make_finding("f1", "RM-01")]
    fifth = make_visit("v1", "announced", found, looked=frozenset({"WS", "DZ", "CK", "XL"}))
    assert score(with_visits(fifth), SCHEME).value is not None


def test_only_visits_that_do_not_count_give_no_score() -> None:
    short = make_visit("v1", "announced", looked=frozenset({"WS"}))
    assert score(with_visits(short), SCHEME).value is None


@pytest.mark.parametrize("kind", ["announced", "unannounced"])
def test_a_kind_alone_weighs_all(kind: str) -> None:
    alone = make_visit("v1", kind, [make_finding("f1", "WS-02", 5)])
    assert score(with_visits(alone), SCHEME).parts["site"] == 54


def test_both_kinds_weigh_sixty_to_forty() -> None:
    spoilt = make_visit("v2", "announced", [make_finding("f1", "WS-02", 5)])
    assert score(with_visits(CLEAN, spoilt), SCHEME).parts["site"] == Fraction("57.6")


def spot_seen(number: str, minutes: int, **different: Any) -> FindingFact:
    return make_finding(
        number, "WS-02", 1, spot_id="a spot", found_at=MORNING + timedelta(minutes=minutes), **different
    )


def test_one_spot_counts_once_a_month_at_its_first_discovery() -> None:
    later = make_visit("v1", "unannounced", [spot_seen("f1", 60)])
    first = make_visit("v2", "announced", [spot_seen("f2", 0)])
    lines = score(with_visits(later, first), SCHEME).lines
    codes = {line.finding_id: line.code for line in lines if line.finding_id}
    assert codes == {"f1": Code.SEEN_BEFORE, "f2": Code.FINDING}


def test_a_spot_that_is_back_as_a_repeat_counts_again_twice() -> None:
    assert site_score(spot_seen("f1", 0), spot_seen("f2", 60, repeat=True)) == 94


def test_a_first_discovery_in_a_visit_that_does_not_count_takes_nothing_away() -> None:
    short = make_visit("v1", "announced", [spot_seen("f1", 0)], looked=frozenset())
    whole = make_visit("v2", "unannounced", [spot_seen("f2", 60)])
    assert score(with_visits(short, whole), SCHEME).means == {"unannounced": 98}


def test_self_checks_beyond_the_target_earn_no_more() -> None:
    assert score(replace(PERFECT, self_checks=31), SCHEME).parts["upkeep"] == 10


def test_an_entry_that_says_no_earns_nothing() -> None:
    denied = (EntryFact("e1", "rules_on_file", value=Decimal(0)),)
    assert score(replace(PERFECT, entries=denied), SCHEME).parts["upkeep"] == 5
