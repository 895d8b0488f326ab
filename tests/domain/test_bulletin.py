"""The bulletin's rules (通报小结): what a period is, what leaves the share, and how long an order stood in public."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from app.domain.bulletin import ListingAct, Period, Tally, listings_within, usual_periods

ONE, OTHER = UUID(int=1), UUID(int=2)
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))


def act(day: str, order_id: UUID = ONE, *, lists: bool = True) -> ListingAct:
    return ListingAct(order_id, lists, datetime.fromisoformat(f"2026-{day}T10:00:00+08:00"), "县长", "影响大")


def test_a_period_holds_its_last_day_to_midnight_in_china() -> None:
    assert JUNE.starts == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert JUNE.ends == datetime(2026, 6, 30, 16, tzinfo=UTC)


def test_the_usual_periods_end_today_or_with_the_month_before() -> None:
    assert usual_periods(date(2026, 1, 5)) == {
        "year": Period(date(2026, 1, 1), date(2026, 1, 5)),
        "month": Period(date(2026, 1, 1), date(2026, 1, 5)),
        "month_before": Period(date(2025, 12, 1), date(2025, 12, 31)),
    }


@pytest.mark.parametrize(
    ("tally", "share"),
    [
        (Tally(10, 6, 0), Fraction(6, 10)),
        (Tally(10, 6, 2), Fraction(6, 8)),
        (Tally(2, 0, 2), None),
        (Tally(0, 0, 0), None),
    ],
)
def test_what_is_suspended_leaves_the_share(tally: Tally, share: Fraction | None) -> None:
    assert tally.share == share


@pytest.mark.parametrize(
    ("acts", "since"),
    [
        ([act("06-03")], ["06-03"]),
        ([act("05-03")], ["05-03"]),  # still in public
        ([act("05-03"), act("06-01", lists=False)], ["05-03"]),
        ([act("05-03"), act("05-31", lists=False)], []),
        ([act("07-01")], []),
        ([act("06-03"), act("06-09", lists=False), act("06-20")], ["06-03", "06-20"]),
        ([act("06-03", lists=False)], []),
        ([act("06-09", OTHER), act("06-03")], ["06-03", "06-09"]),
    ],
)
def test_each_time_an_order_stood_listed_in_the_period(acts: list[ListingAct], since: list[str]) -> None:
    found = listings_within(sorted(acts, key=lambda it: it.at), JUNE)
    assert [f"{it.since + timedelta(hours=8):%m-%d}" for it in found] == since
