"""The worked example of the score (手算例), every intermediate, and the walk from a line to its finding."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.score import Code, score, total
from app.domain.score.marks import VisitMark, visit_marks
from app.domain.score.rational import rounded
from tests.domain.town_month import EXAMPLE, FIRST, SCHEME, SECOND, THIRD

RESULT = score(EXAMPLE, SCHEME)
MARKS = {mark.visit_id: mark for mark in visit_marks(RESULT.lines)}


def lost(mark: VisitMark) -> dict[str, Decimal]:
    return {dimension.dimension: dimension.lost for dimension in mark.dimensions}


def test_the_example_is_85_06_and_good() -> None:
    assert (RESULT.value, RESULT.band) == (Decimal("85.06"), "良好")


@pytest.mark.parametrize(("visit", "expected"), [("u1", "84.500000"), ("u2", "78.000000"), ("a1", "93.478261")])
def test_each_visit_has_its_site_score(visit: str, expected: str) -> None:
    assert rounded(MARKS[visit].site, 6) == Decimal(expected)


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        ("u1", {"WS": "4", "DZ": "3.5", "CK": "2", "XL": "1.5", "RM": "1", "LS": "0.5", "SS": "2", "AQ": "1"}),
        ("u2", {"WS": "2.5", "DZ": "15", "CK": "1", "XL": "0.5", "RM": "2", "LS": "0", "SS": "1", "AQ": "0"}),
        ("a1", {"WS": "1.5", "DZ": "1", "CK": "0.5", "XL": "0", "RM": "0.5", "SS": "0.5", "AQ": "2"}),
    ],
)
def test_each_dimension_loses_what_the_hand_found(visit: str, expected: dict[str, str]) -> None:
    assert lost(MARKS[visit]) == {dimension: Decimal(points) for dimension, points in expected.items()}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("site", "51.684783"),
        ("repair", "25.250000"),
        ("upkeep", "9.125000"),
        ("bonus", "0.500000"),
        ("penalty", "-1.500000"),
    ],
)
def test_each_part_is_what_the_hand_found(part: str, expected: str) -> None:
    assert rounded(RESULT.parts[part], 6) == Decimal(expected)


def test_the_mean_of_the_unannounced_visits_is_known() -> None:
    assert RESULT.means["unannounced"] == Fraction("81.25")


def test_the_sum_before_rounding_is_85_059783() -> None:
    rounding = [line for line in RESULT.lines if line.code is Code.ROUNDING]
    assert rounded(total(RESULT.lines) - total(rounding), 6) == Decimal("85.059783")


def test_all_lines_together_are_the_value() -> None:
    assert total(RESULT.lines) == Fraction("85.06")


def test_the_lines_of_a_part_are_the_part() -> None:
    assert total(line for line in RESULT.lines if line.code.part == "repair") == RESULT.parts["repair"]


def test_a_repeat_costs_twice_and_says_so() -> None:
    line = next(line for line in RESULT.lines if line.item_code == "DZ-07")
    assert (line.points, line.params["factor"]) == (-8, 2)


def test_a_dimension_at_its_floor_gives_back_what_is_below() -> None:
    floors = [(line.visit_id, line.dimension, line.points) for line in RESULT.lines if line.code is Code.FLOOR]
    assert floors == [("u2", "DZ", 1)]


def test_a_point_of_the_visit_is_worth_its_share_of_the_score() -> None:
    line = next(line for line in RESULT.lines if line.finding_id == "u2-02")
    assert line.amount == -8 * Fraction(60) * Fraction("0.6") / 2 / 100


def test_every_finding_has_the_line_that_takes_its_points() -> None:
    findings = {finding.id for visit in (FIRST, SECOND, THIRD) for finding in visit.findings}
    assert {line.finding_id for line in RESULT.lines if line.code is Code.FINDING} == findings


def test_every_point_that_cost_something_has_its_line() -> None:
    reworked = [line.finding_id for line in RESULT.lines if line.code is Code.REWORKED]
    assert reworked == ["p03", "p17", "p19"]


def test_an_order_signed_late_has_its_line() -> None:
    late = [(line.order_id, line.amount) for line in RESULT.lines if line.code is Code.SIGNED_LATE]
    assert late == [("o2", Fraction(-1, 2))]


def test_one_more_deduction_costs_what_the_hand_says() -> None:
    dearer = replace(FIRST.findings[0], quantity=Decimal(3))
    visit = replace(FIRST, findings=(dearer, *FIRST.findings[1:]))
    after = score(replace(EXAMPLE, visits=(visit, SECOND, THIRD)), SCHEME)
    assert RESULT.parts["site"] - after.parts["site"] == Fraction("0.18")
