"""How scores and facts are written (明细与事实的写法): numbers as text, hashes, shown places."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, Inexact
from fractions import Fraction

import pytest

from app.domain.score import Code, Line, facts_hash, score
from app.domain.score.rational import as_text, exact_sum, read, rounded, shown, written
from tests.domain.town_month import EXAMPLE, FIRST, SCHEME, make_finding


@pytest.mark.parametrize(("number", "text"), [(Fraction(-3, 8), "-3/8"), (Fraction(2), "2")])
def test_a_fraction_is_written_without_loss(number: Fraction, text: str) -> None:
    assert (written(number), read(text)) == (text, number)


@pytest.mark.parametrize(("number", "text"), [("1.50", "1.5"), ("20", "20"), ("0.0", "0"), ("1E+2", "100")])
def test_a_decimal_has_one_text(number: str, text: str) -> None:
    assert as_text(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(Fraction("8.0"), "8"), (Fraction(-1, 3), "-0.3333"), (Fraction(21, 8), "2.625"), (Fraction(1, 100_000), "0")],
)
def test_a_number_is_shown_with_up_to_four_places(number: Fraction, text: str) -> None:
    assert shown(number) == text


@pytest.mark.parametrize(("number", "places", "expected"), [("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("0", 2, "0.00")])
def test_rounding_is_half_away_from_zero(number: str, places: int, expected: str) -> None:
    assert str(rounded(Fraction(number), places)) == expected


def test_a_sum_of_fractions_is_exact() -> None:
    assert exact_sum([Fraction(1, 3), Fraction(1, 6), Fraction(-1, 2), Fraction(1, 7)]) == Fraction(1, 7)


def test_a_line_is_written_with_every_field() -> None:
    line = Line(Code.FINDING, Decimal("-8.0"), Fraction(9, 50), visit_id="v1", params={"factor": Decimal("2.0")})
    assert line.plain() == {
        "code": "site.finding",
        "points": "-8",
        "worth": "9/50",
        "amount": "-36/25",
        "visit_id": "v1",
        "dimension": None,
        "item_code": None,
        "finding_id": None,
        "order_id": None,
        "entry_id": None,
        "params": {"factor": "2"},
    }


def test_trailing_zeros_do_not_change_the_hash() -> None:
    same = replace(FIRST, findings=(replace(FIRST.findings[0], deduction=Decimal("1.000")), *FIRST.findings[1:]))
    assert facts_hash(replace(EXAMPLE, visits=(same, *EXAMPLE.visits[1:]))) == facts_hash(EXAMPLE)


@pytest.mark.parametrize(
    "different",
    [
        {"quantity": Decimal(3)},
        {"deduction": Decimal(2)},
        {"cap": Decimal(9)},
        {"repeat": True},
        {"fixed_on_spot": True},
        {"spot_id": "s"},
        {"found_at": FIRST.findings[0].found_at + timedelta(seconds=1)},
    ],
)
def test_every_fact_of_a_finding_changes_the_hash(different: dict[str, object]) -> None:
    other = replace(FIRST, findings=(replace(FIRST.findings[0], **different), *FIRST.findings[1:]))
    assert facts_hash(replace(EXAMPLE, visits=(other, *EXAMPLE.visits[1:]))) != facts_hash(EXAMPLE)


def test_the_hash_of_the_example_stays() -> None:
    """If this changes, stored hashes no longer prove anything: raise FORMULA and say so."""
    assert facts_hash(EXAMPLE) == "e747ae7ef0c42496d1c2abae0bc1ee0cbe4e8c2d6d3789b6f225e3272472e0ad"


def test_a_score_would_rather_fail_than_round() -> None:
    huge = make_finding("f1", "WS-02", "9" * 40, deduction=Decimal("0." + "1" * 40))
    visit = replace(FIRST, findings=(huge,))
    with pytest.raises(Inexact):
        score(replace(EXAMPLE, visits=(visit,)), SCHEME)
