"""Holiday arrangements (节假日安排): one year's days off and make-up days, as the State Council announces them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.problems import Problem


@dataclass(frozen=True)
class Arranged:
    """One day that is not as its weekday says: off, or worked."""

    day: date
    works: bool
    name: str


def year_of(days: Sequence[Arranged], known: Collection[int]) -> int:
    """The one year they are of; a year that is known is not announced a second time, for deadlines were counted by it."""
    years = {each.day.year for each in days}
    if len(years) != 1:
        raise Problem("arrangement_of_one_year", n=len(years))
    (year,) = years
    if year in known:
        raise Problem("arrangement_known", year=year)
    return year
