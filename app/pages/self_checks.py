"""Self-checks (自查) behind a line of the score: the days that were counted, each with its photos."""

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import Month, local_day
from app.models import Score, SelfCheck
from app.pages.parts import Photo, several, t
from app.queries.score_pages import dimension_names
from app.queries.self_checks import self_checks_of


@dataclass(frozen=True)
class CheckRow:
    on: date
    what: str
    how: str
    note: str
    photos: list[Photo]


def rows_of(score: Score) -> list[CheckRow]:
    """As they were known when that score was computed."""
    month = Month(score.month.year, score.month.month)
    names = dimension_names(score.county_id)
    return [_row(check, names) for check in self_checks_of(score.town_id, month, score.computed_at)]


def _row(check: SelfCheck, names: dict[str, str]) -> CheckRow:
    codes = [check.dimension] if check.dimension else check.item_codes
    return CheckRow(
        on=local_day(check.checked_at),
        what=t("d.comma").join(names.get(code, code) for code in codes),
        how=t("d.selfcheck.clean" if check.clean else "d.selfcheck.handled"),
        note=check.note,
        photos=several(check.photos),
    )
