"""Places inside a group of towns (排名)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.domain.score.ranking import Contender, Place, places


def town(town_id: str, value: str | None, **different: Any) -> Contender:
    facts = {"on_time_rate": Fraction(1), "grave_problems": 0, "unannounced_mean": Fraction(90)}
    return Contender(town_id, None if value is None else Decimal(value), **(facts | different))


def ranked(*group: Contender) -> list[tuple[str, int | None]]:
    return [(place.town_id, place.number) for place in places(group)]


def test_equal_values_share_a_place_and_the_next_is_left_out() -> None:
    group = (town("d", "79.50"), town("c", "88.10"), town("a", "91.20"), town("b", "88.10"))
    assert ranked(*group) == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


def test_among_equals_the_better_on_time_rate_is_shown_first() -> None:
    group = (town("a", "88.10", on_time_rate=Fraction(1, 2)), town("b", "88.10"), town("c", "80.00"))
    assert ranked(*group) == [("b", 1), ("a", 1), ("c", 3)]


def test_then_fewer_grave_problems() -> None:
    group = (town("a", "88.10", grave_problems=2), town("b", "88.10", grave_problems=1), town("c", "80.00"))
    assert ranked(*group) == [("b", 1), ("a", 1), ("c", 3)]


def test_then_the_better_unannounced_mean() -> None:
    group = (town("a", "88.10", unannounced_mean=None), town("b", "88.10"), town("c", "80.00"))
    assert ranked(*group) == [("b", 1), ("a", 1), ("c", 3)]


def test_nothing_due_is_as_good_as_all_in_time() -> None:
    group = (
        town("a", "88.10", on_time_rate=Fraction(9, 10)),
        town("b", "88.10", on_time_rate=None),
        town("c", "80.00"),
    )
    assert ranked(*group)[0] == ("b", 1)


def test_a_town_without_a_score_is_listed_last_without_a_place() -> None:
    assert ranked(town("a", None), town("b", "60.00"), town("c", "0.00")) == [("b", 1), ("c", 2), ("a", None)]


def test_a_group_of_two_is_listed_and_not_ranked() -> None:
    assert places([town("a", "80.00"), town("b", "90.00")]) == (Place("b", None), Place("a", None))


def test_a_group_of_three_is_ranked() -> None:
    assert ranked(town("a", "80.00"), town("b", "90.00"), town("c", None))[0] == ("b", 1)
