"""Grants (答复) in the stories of scores: a deadline moved because the town asked, or because another unit answers."""

from __future__ import annotations

from uuid import UUID

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.request import Asked, make_request, step_request
from app.db import now
from app.domain.chance import new_id
from app.domain.people import UnitKind
from app.domain.request import RequestKind
from app.models import Finding, Region
from app.queries.by_id import one
from app.queries.clock import latest_day
from tests.make import make_unit
from tests.score_story import Story


def extend(story: Story, when: str, finding_id: UUID) -> None:
    """Asked for as far as it may go, and granted at once; a third time is refused."""
    town, office = story.viewer("town"), story.viewer("supervisor")

    def act() -> None:
        finding = one(Finding, finding_id)
        wish = Asked(new_id(), RequestKind.EXTENSION, "下雨", latest_day(finding), "", now(), None, now(), ())
        make_request(finding, wish, town, now())
        step_request(finding.requests[-1], Move("grant", office, now()))

    story.at(when, act)


def direct(story: Story, when: str, finding_id: UUID) -> None:
    office = story.viewer("supervisor")

    def act() -> None:
        unit = make_unit(f"建德市某局{when}", UnitKind.DEPARTMENT, one(Region, str(office.county_id)))
        step_finding(one(Finding, finding_id), Move("direct", office, now(), "", {"unit_id": unit.id}))

    story.at(when, act)
