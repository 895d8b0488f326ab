"""History (经过): what happened to one point, and how it stood at any moment, so that a past month stays as it was."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.calendar import Month
from app.domain.evidence import PHOTOS_WITHIN, evidence_time
from app.domain.score.belonging import Standing, unanswered_month

INSTANT = timedelta(microseconds=1)  # the finest step of the server's clock

# What an act of the table makes of a point, as far as the score is concerned.
EFFECTS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "finding.pass": lambda at: {"closed_at": at},
    "finding.rebound": lambda _at: {"closed_at": None},
    "finding.return": lambda _at: {"returned": True},
    "finding.unpass": lambda _at: {"closed_at": None, "returned": True},
    "finding.unreturn": lambda at: {"closed_at": at, "suspended": False},
    "finding.suspend": lambda _at: {"suspended": True},
    "finding.resume": lambda _at: {"suspended": False},
    "finding.void": lambda _at: {"void": True},
}


@dataclass(frozen=True)
class Answer:
    """One submission (反馈) and what became of it."""

    received_at: datetime
    counts_at: datetime
    whole_at: datetime | None  # when the last of its photos came
    reviewed_at: datetime | None = None
    kept: bool = False  # set aside when it became whole: the step was no longer legal

    def counted_at(self, moment: datetime) -> datetime:
        """The time that is judged. Photos still missing after 72 hours make it the completion, which is yet to come."""
        whole = self.whole_at is not None and self.whole_at <= moment
        return self.counts_at if whole else evidence_time(self.received_at, moment)

    def is_decided(self, moment: datetime) -> bool:
        return self.reviewed_at is not None and self.reviewed_at <= moment

    def stands(self, moment: datetime) -> bool:
        """Received by then and not set aside by then."""
        set_aside = self.kept and self.whole_at is not None and self.whole_at <= moment
        return self.received_at <= moment and not set_aside


@dataclass(frozen=True)
class Act:
    """A step of the point that the score depends on."""

    id: str
    at: datetime
    name: str


@dataclass(frozen=True)
class History:
    """One disclosed point: its deadline now, what it was before each change, its acts in order, its answers."""

    finding_id: str
    due_at: datetime | None
    was_due: tuple[tuple[datetime, datetime | None], ...]  # (when it changed, what it was until then), in order
    acts: tuple[Act, ...]
    answers: tuple[Answer, ...]

    def standing(self, moment: datetime) -> Standing | None:
        """How it stood at that moment; None when its clock was not running yet."""
        due_at = next((was for changed_at, was in self.was_due if changed_at > moment), self.due_at)
        if due_at is None:
            return None
        standing = Standing(self.finding_id, due_at, None, None, returned=False)
        for act in self._that_hold():
            if act.at <= moment:
                standing = replace(standing, **EFFECTS[act.name](act.at))
        return replace(standing, answered_at=self._answered_at(standing, moment))

    def receipts(self, moment: datetime) -> list[datetime]:
        """When each answer came in, those that were returned included."""
        return [answer.counted_at(moment) for answer in self.answers if answer.stands(moment)]

    def rebounds(self, month: Month, moment: datetime) -> Iterator[Act]:
        """Each time a closed point was found to be back (反弹); a point that is void never was one."""
        known = [act for act in self.acts if act.at <= moment]
        if any(act.name == "finding.void" for act in known):
            return iter(())
        return (act for act in known if act.name == "finding.rebound" and act.at in month)

    def instants(self) -> Iterator[datetime]:
        """When time alone changes how it stands: its deadline passes, an answer still lacks photos after 72 hours."""
        if self.due_at is not None:
            yield self.due_at
        yield from (answer.received_at + PHOTOS_WITHIN for answer in self.answers if answer.whole_at is None)

    def _that_hold(self) -> list[Act]:
        """A return that was overturned (改判) never was, at no moment: the town was right, and waiting cost it nothing."""
        held: list[Act] = []
        for act in self.acts:
            if act.name == "finding.unreturn":
                held.remove(next(it for it in reversed(held) if it.name == "finding.return"))
            held.append(act)
        return held

    def _answered_at(self, standing: Standing, moment: datetime) -> datetime | None:
        """Receipt of the answer decided last, which closed it; while it is open, of the first that waits for its decision."""
        if standing.closed_at is not None:
            decided = [answer for answer in self.answers if answer.is_decided(moment)]
            return max(decided, key=lambda answer: answer.reviewed_at or moment).counts_at if decided else None
        waiting = [answer for answer in self.answers if answer.stands(moment) and not answer.is_decided(moment)]
        return min((answer.counted_at(moment) for answer in waiting), default=None)


def last_moment(month: Month, at: datetime) -> datetime:
    """As of when a month is judged: its end, or now while it is running."""
    return min(at, month.end - INSTANT)


def is_unanswered(points: Iterable[History], month: Month, moment: datetime) -> bool:
    """Does the order with these points count as unanswered in this month? Only once, even if a deadline moves on."""
    known = list(points)
    return _unanswered(known, moment) == month and _unanswered(known, month.start - INSTANT) is None


def _unanswered(points: list[History], moment: datetime) -> Month | None:
    standings = [(point, point.standing(moment)) for point in points]
    running = [(point, now) for point, now in standings if now and not now.void and not now.suspended]
    return unanswered_month([(now.due_at, point.receipts(moment)) for point, now in running], moment)
