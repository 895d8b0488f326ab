"""Fates (点位的去向) in the year: what becomes of a point once its order is signed for; one row of FATES for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from app.actions.evidence import Answer, submit_evidence
from app.actions.finding import step_finding
from app.actions.photo import arrived
from app.actions.request import Asked, make_request, step_request
from app.actions.upload import complete, hold
from app.db import now
from app.domain import chance
from app.domain.request import RequestKind
from app.models import Finding
from app.queries.by_id import one
from app.queries.clock import latest_day
from tests import make
from tests.stories.county import County
from tests.stories.year_plan import BEIJING, DAY, PAPER, at

HOUR = timedelta(hours=1)
MOMENTS = (10, 15)  # when towns send what they have done
A_WHILE = 9 * DAY
PAUSE, ALMOST_A_YEAR = 40 * DAY, 350 * DAY


@dataclass(frozen=True)
class Fates:
    """One point, and who answers it."""

    county: County
    finding_id: UUID
    town: str

    @property
    def finding(self) -> Finding:
        return one(Finding, str(self.finding_id))

    def fixed(self) -> None:
        self.answer_at(self.in_time(), self.passed)

    def late(self) -> None:
        self.answer_at(_moment(self.due() + 20 * HOUR), self.passed)

    def returned(self) -> None:
        self.answer_at(self.in_time(), partial(self.sent_back, self.fixed))

    def twice(self) -> None:
        self.answer_at(self.in_time(), partial(self.sent_back, self.returned))

    def rebound(self) -> None:
        self.answer_at(self.in_time(), partial(self.passed, self.comes_back))

    def pending(self) -> None:
        """Answered, and nobody has looked."""
        self.answer_at(self.in_time(), _nothing)

    def extended(self) -> None:
        """Asked for as far as it may go, and granted within the day."""
        wish = RequestKind.EXTENSION, "下雨，墙面做不了", latest_day(self.finding)
        asked = Asked(chance.new_id(), *wish, "", now(), None, now(), ())
        make_request(self.finding, asked, self.county.world.viewers[self.town], now())
        self.county.later(now() + HOUR, self.granted)

    def granted(self) -> None:
        step_request(self.finding.requests[-1], self.county.move("grant", "supervisor"))
        self.fixed()

    def resumed(self) -> None:
        """Suspended until a day; from its 18:00 on the clock runs again by itself."""
        until = (now() + PAUSE).astimezone(BEIJING).date()
        self.decide("suspend", until=until)
        self.county.later(at(until, 19), self.fixed)

    def standing(self) -> None:
        self.decide("suspend", until=(now() + ALMOST_A_YEAR).astimezone(BEIJING).date())

    def due(self) -> datetime:
        due_at = self.finding.due_at
        assert due_at is not None
        return due_at

    def in_time(self) -> datetime:
        """Somewhere in the first two thirds of what is left; at once, if it is late already."""
        left = self.due() - now()
        share = self.finding_id.int % 5 + 2  # of nine; ids are drawn, so this is too
        return _moment(now() + max(left * share / 9, timedelta()))

    def answer_at(self, when: datetime, then: Callable[[], None]) -> None:
        self.county.later(when, partial(self.answer_then, then))

    def answer_then(self, then: Callable[[], None]) -> None:
        """The operation first, then the photo's bytes, as a phone sends them."""
        town, after = self.county.world.viewers[self.town], make.photo(f"after {chance.new_id()}", role="after")
        submit_evidence(self.finding, Answer(chance.new_id(), "已整改", now(), (after,)), town, now())
        hold(after.sha256, "{}", town, now())
        complete(arrived(after.sha256, now()), now())
        then()

    def passed(self, then: Callable[[], None] | None = None) -> None:
        self.county.later(_next_morning(), partial(self.decide_then, "pass", then or _nothing))

    def sent_back(self, then: Callable[[], None]) -> None:
        self.county.later(_next_morning(), partial(self.decide_then, "return", then))

    def comes_back(self) -> None:
        self.county.later(now() + A_WHILE, partial(self.decide_then, "rebound", self.fixed))

    def decide_then(self, action: str, then: Callable[[], None]) -> None:
        self.decide(action)
        then()

    def decide(self, action: str, **choices: object) -> None:
        step_finding(self.finding, self.county.move(action, "supervisor2", **choices))


FATES: dict[str, Callable[[Fates], None]] = {
    "fixed": Fates.fixed,
    "late": Fates.late,
    "returned": Fates.returned,
    "twice": Fates.twice,
    "rebound": Fates.rebound,
    "pending": Fates.pending,
    "extended": Fates.extended,
    "resumed": Fates.resumed,
    "standing": Fates.standing,
}


def _moment(when: datetime) -> datetime:
    """The next time that day, or the day after, at which towns send."""
    day = when.astimezone(BEIJING).date()
    return next(it for it in (*(at(day, hour) for hour in MOMENTS), at(day + DAY, MOMENTS[0])) if it >= when)


def _next_morning() -> datetime:
    return at(PAPER.after(now().astimezone(BEIJING).date(), 1), 9)


def _nothing() -> None:
    """It stays as it is."""
