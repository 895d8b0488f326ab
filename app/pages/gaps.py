"""Gaps as the desk reads them (缺号): which phone, whose, how many, and what to look at first."""

from app.access import in_place_of
from app.db import now
from app.domain.calendar import local_day
from app.domain.people import SYSTEM, Viewer
from app.pages.dates import day
from app.pages.kept_words import person_said
from app.pages.parts import t
from app.queries.gaps import Gap, gaps_of
from app.queries.kept import names_of


def gaps_told(office: Viewer) -> list[str]:
    """Before anything else of the page is read: it is asked in another session."""
    if office.county_id is None:
        return []
    with in_place_of(SYSTEM, office):
        found = gaps_of(office.county_id, now())
    names = names_of({gap.user_id for gap in found})
    return [_told(gap, person_said(names.get(gap.user_id))) for gap in found]


def _told(gap: Gap, who: str) -> str:
    made = day(local_day(gap.made_at))
    return t("d.kept.gap", device=gap.device_id.hex[:8], who=who, n=gap.missing, day=made)
