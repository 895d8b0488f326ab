"""Blind second review (盲审): a share of the decisions is looked at again, without the first one; a third person settles what differs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.draw import lot
from app.domain.evidence import Verdict
from app.domain.finding import FindingState, someone_else
from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given

DIGITS = 8  # of a lot, which is hexadecimal
Person = tuple[UUID, str | None]  # user and person_key: two accounts of one human are one person (decision 9)


class SecondReviewState(StrEnum):
    ASKED = "asked"  # 待盲审
    AGREED = "agreed"  # 两次一致
    DISAGREED = "disagreed"  # 不一致，待第三人
    UPHELD = "upheld"  # 维持
    OVERTURNED = "overturned"  # 改判
    DROPPED = "dropped"  # 不再审


class Because(StrEnum):
    """Why there is nothing left to decide; or why a point did not move though its decision was overturned."""

    VOID = "void"  # the point is void
    MERGED = "merged"  # or the same as another one
    REOPENED = "reopened"  # it came back by itself (反弹)
    ANSWERED = "answered"  # a newer answer came
    ARCHIVED = "archived"  # its order is in the archive


@dataclass(frozen=True)
class Shares:
    """How many of a hundred decisions are drawn: 默认方案, settings of a county."""

    passes: int = 5
    returns: int = 0
    red_line_passes: int = 20

    def of(self, verdict: Verdict, *, red_line: bool) -> int:
        if verdict is Verdict.RETURN:
            return self.returns
        return self.red_line_passes if red_line else self.passes


def is_drawn(seed: str, code: str, percent: int) -> bool:
    """Whoever has the seed and the answer's id draws the same again: its lot lies within the share, or it does not."""
    share: int = percent * 16**DIGITS
    return int(lot(seed, code)[:DIGITS], 16) * 100 < share


def moved_on(first: Verdict, state: FindingState, *, duplicate: bool, newest: bool) -> Because | None:
    """Nothing is left to decide once the point went another way than the first decision sent it."""
    if state is FindingState.VOID:
        return Because.MERGED if duplicate else Because.VOID
    if not newest:
        return Because.ANSWERED
    return Because.REOPENED if first is Verdict.PASS and state is not FindingState.CLOSED else None


class SecondReviewLike(Protocol):
    @property
    def submitter(self) -> tuple[UUID, str | None, UUID] | None: ...
    @property
    def first_verdict(self) -> str: ...
    @property
    def first_person(self) -> Person: ...
    @property
    def second_person(self) -> Person | None: ...
    @property
    def moved_on(self) -> Because | None: ...


def passed(review: SecondReviewLike) -> bool:
    return review.first_verdict == Verdict.PASS


def returned(review: SecondReviewLike) -> bool:
    return review.first_verdict == Verdict.RETURN


def not_who_decided(review: SecondReviewLike, viewer: Viewer, _ask: Ask) -> Problem | None:
    """Neither who decided first nor, of a third, who did second."""
    mine = any(_same(person, viewer) for person in (review.first_person, review.second_person) if person)
    return Problem("second_review_yours") if mine else None


def still_stands(review: SecondReviewLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    return Problem("second_review_over") if review.moved_on else None


def _same(person: Person, viewer: Viewer) -> bool:
    user_id, person_key = person
    return user_id == viewer.user_id or (person_key is not None and person_key == viewer.person_key)


S, DESK, SELF = SecondReviewState, (Role.SUPERVISOR,), (Role.SYSTEM,)
OPEN = (S.ASKED, S.DISAGREED)
ANOTHER = (someone_else, not_who_decided, still_stands)
SECOND_REVIEW: Workflow[SecondReviewState] = Workflow(
    "second_review",
    initial=S.ASKED,
    final=(S.AGREED, S.UPHELD, S.OVERTURNED, S.DROPPED),
    steps=(
        Step("second_pass", (S.ASKED,), S.AGREED, DESK, ANOTHER, when=passed),
        Step("second_pass", (S.ASKED,), S.DISAGREED, DESK, ANOTHER, when=returned),
        Step("second_return", (S.ASKED,), S.AGREED, DESK, (*ANOTHER, reason_given), when=returned),
        Step("second_return", (S.ASKED,), S.DISAGREED, DESK, (*ANOTHER, reason_given), when=passed),
        Step("uphold", (S.DISAGREED,), S.UPHELD, DESK, ANOTHER),
        Step("overturn", (S.DISAGREED,), S.OVERTURNED, DESK, (*ANOTHER, reason_given)),
        Step("drop", OPEN, S.DROPPED, SELF),
    ),
)
SECOND_SAYS: dict[str, Verdict] = {"second_pass": Verdict.PASS, "second_return": Verdict.RETURN}
