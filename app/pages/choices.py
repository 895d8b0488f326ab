"""Choices (可选的): what can be picked along with an act on a point — units, days, points near by, items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.db import now
from app.domain.calendar import ONE_DAY, local_day
from app.domain.finding import Severity
from app.domain.request import LONGEST_SUSPENSION
from app.domain.workflow import Offer
from app.models import Finding
from app.pages.dates import day
from app.pages.parts import t
from app.queries.duplicates import near_ones
from app.queries.items import items_in
from app.queries.units import units_that_answer

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Given:
    units: Options
    first_day: date
    last_day: date
    duplicates: Options
    items: Options
    severities: Options
    item_code: str
    severity: str


def choices_of(finding: Finding, offered: Sequence[Offer]) -> Given:
    """Asked for only where the act is offered."""
    today, actions = local_day(now()), {it.action for it in offered}
    units = units_that_answer(finding.county_id) if "direct" in actions else []
    items = items_in(finding.checklist_id) if "reclassify" in actions else []
    return Given(
        units=[(str(unit.id), unit.name) for unit in units],
        first_day=today + ONE_DAY,
        last_day=today + LONGEST_SUSPENSION,
        duplicates=_duplicates(finding) if "merge" in actions else [],
        items=[(item.code, f"{item.code} {item.problem}") for item in items],
        severities=[(it.value, t(f"w.severity.{it}")) for it in Severity],
        item_code=finding.item_code,
        severity=finding.severity,
    )


def _duplicates(finding: Finding) -> Options:
    return [
        (
            str(it.finding.id),
            t("d.merge.near", n=it.metres, state=f"finding.{it.finding.state}", said=_said(it.finding)),
        )
        for it in near_ones(finding, now())
    ]


def _said(finding: Finding) -> str:
    """When it was told, and its words."""
    told = day(local_day(finding.disclosed_at)) if finding.disclosed_at else t("w.fact.hidden")
    return " ".join(filter(None, (told, finding.note)))
