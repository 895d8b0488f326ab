"""Overdue (逾期): an answer in time holds it off while its photos may still come, in the list as on the chip."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.db import db
from app.domain.calendar import WEEKENDS_ONLY
from app.domain.people import SYSTEM
from app.domain.urgency import Urgency
from app.models import Finding
from app.queries.findings import findings
from app.queries.urgency import standing_of
from app.queries.urgent_first import most_urgent
from tests import make
from tests.score_stage import beijing
from tests.score_story import Story

ANSWERED = "11-09 10:00"  # due at 18:00; its photos may come until 11-12 10:00
TOLD = "SELECT count(*) AS n FROM journal WHERE act = 'finding.overdue'"


def overdue(story: Story, when: str, finding_id: UUID) -> tuple[bool, bool, bool]:
    """By the filter of the list, by the chip, and among what presses most."""

    def ask() -> tuple[bool, bool, bool]:
        at = beijing(when)
        finding = db.session.get_one(Finding, finding_id)
        listed: Any = findings({"overdue": True, "limit": 10, "after": None}, at)
        chip = standing_of(finding, at, WEEKENDS_ONLY).urgency is Urgency.OVERDUE
        return finding in listed, chip, finding in most_urgent(at, 10)

    with story.look(SYSTEM):
        return story.at(when, ask)


def test_an_answer_without_its_photos_holds_it_off_for_72_hours(story: Story) -> None:
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    story.ordered("11-06 09:00", *seen.findings)
    (finding_id,) = seen.findings
    assert overdue(story, "11-09 09:00", finding_id) == (False, False, True)
    story.answer(ANSWERED, finding_id, make.photo("on its way", role="after"))
    assert overdue(story, "11-12 10:00", finding_id) == (False, False, False)
    assert story.ask(TOLD) == [{"n": 0}]
    assert overdue(story, "11-12 10:01", finding_id) == (True, True, True)
    assert story.ask(TOLD) == [{"n": 1}]
