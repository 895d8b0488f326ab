"""Request (申请): what may be asked about a point, in which state, and how far a wish may reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from app.domain.calendar import Calendar
from app.domain.deadline import Clock, Limit, LimitKind
from app.domain.finding import FindingState
from app.domain.people import ANSWERING, Role, Viewer
from app.domain.problems import Problem
from app.domain.request import (
    REQUEST,
    RequestKind,
    RequestState,
    Wish,
    grant_refusal,
    latest_extension,
    refusal,
    suspension_refusal,
)
from app.domain.workflow import Ask

DUE = datetime(2026, 11, 13, 10, tzinfo=UTC)  # a Friday, 18:00 in China
EXTENSION, SUSPENSION, DISPUTE = RequestKind
SAID = date(2026, 11, 12)


@dataclass
class Point:
    state: str = "fixing"
    red_line: bool = False
    due_at: datetime | None = DUE
    kinds_asked: list[str] = field(default_factory=list)
    extensions: int = 0


@dataclass
class Sent:
    unit_id: UUID
    kind: str = "extension"
    until: date | None = date(2026, 11, 20)
    finding: Point = field(default_factory=Point)


def code(point: Point, kind: RequestKind, until: date | None = None, **more: object) -> str | None:
    problem = refusal(point, Wish(kind, SAID, until, **more))  # type: ignore[arg-type]  # what of a wish a case changes
    return problem and problem.code


@pytest.mark.parametrize("kind", RequestKind)
def test_each_may_be_asked_in_its_states_and_in_no_other(kind: RequestKind) -> None:
    until = date(2026, 11, 16)
    allowed = {state for state in FindingState if code(Point(state), kind, until) is None}
    assert allowed == ({FindingState.FIXING, FindingState.ORDERED} if kind is DISPUTE else {FindingState.FIXING})


def test_a_red_line_is_never_extended_but_may_be_disputed_or_suspended() -> None:
    found = [code(Point(red_line=True), kind, date(2026, 11, 16)) for kind in RequestKind]
    assert found == ["extension_of_red_line", None, None]


@pytest.mark.parametrize("kind", RequestKind)
def test_only_one_request_of_a_kind_is_open_at_a_point(kind: RequestKind) -> None:
    until = date(2026, 11, 16)
    assert code(Point(kinds_asked=[kind]), kind, until) == "request_open"
    assert code(Point(kinds_asked=[other for other in RequestKind if other != kind]), kind, until) is None


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        (None, "request_day_missing"),
        (date(2026, 11, 13), "extension_not_later"),
        (date(2026, 11, 14), None),
        (date(2026, 11, 16), None),
        (date(2026, 11, 17), "extension_too_long"),
    ],
)
def test_an_extension_lies_behind_the_deadline_and_is_no_longer_than_the_first_span(
    until: date | None, wrong: str | None
) -> None:
    assert code(Point(), EXTENSION, until, latest=date(2026, 11, 16)) == wrong


def test_a_day_that_ends_after_a_deadline_at_noon_is_behind_it() -> None:
    assert code(Point(due_at=datetime(2026, 11, 13, 4, tzinfo=UTC)), EXTENSION, date(2026, 11, 13)) is None


@pytest.mark.parametrize(("extensions", "wrong"), [(0, None), (1, None), (2, "extension_again")])
def test_a_third_extension_is_none(extensions: int, wrong: str | None) -> None:
    assert code(Point(extensions=extensions), EXTENSION, date(2026, 11, 16)) == wrong
    sent = Sent(uuid4(), finding=Point(extensions=extensions))
    assert _said(grant_refusal(sent, sent.until, SAID)) == wrong


def test_that_a_point_is_overdue_is_no_reason() -> None:
    late = Wish(EXTENSION, date(2026, 12, 1), date(2026, 11, 16), date(2026, 11, 16))
    assert refusal(Point(), late) is None


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        (None, "request_day_missing"),
        (SAID, "suspension_past"),
        (date(2026, 11, 13), None),
        (date(2027, 11, 12), None),
        (date(2027, 11, 13), "suspension_too_long"),
    ],
)
def test_a_suspension_runs_from_tomorrow_to_a_year(until: date | None, wrong: str | None) -> None:
    assert code(Point(), SUSPENSION, until) == wrong


def test_a_button_asks_for_no_day() -> None:
    assert [code(Point(), kind, draws=True) for kind in RequestKind] == [None, None, None]


def test_an_extension_is_not_drawn_once_its_last_day_has_passed() -> None:
    late = Wish(EXTENSION, date(2026, 11, 17), latest=date(2026, 11, 16), draws=True)
    problem = refusal(Point(), late)
    assert problem is not None
    assert problem.code == "extension_too_long"


def test_the_first_span_is_counted_in_what_the_limit_is_counted_in() -> None:
    """One working day given, due on a Friday: the Monday, not the Saturday."""
    clock = Clock(Limit(LimitKind.WORK_DAY, 1), False, Calendar(frozenset(), frozenset(), frozenset({2026})))
    assert latest_extension(clock, DUE) == date(2026, 11, 16)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_take_back_what_their_own_unit_asked(role: Role) -> None:
    sent = Sent(uuid4())
    own, other = Viewer(role, unit_id=sent.unit_id), Viewer(role, unit_id=uuid4())
    assert _withdrawing(sent, own) == ("withdrawn" if role in ANSWERING else "wrong_role")
    assert _withdrawing(sent, other) == ("request_of_other_unit" if role in ANSWERING else "wrong_role")


def _withdrawing(sent: Sent, viewer: Viewer) -> str:
    try:
        return REQUEST.decide(sent, RequestState.ASKED, "withdraw", viewer, Ask()).target
    except Problem as problem:
        return problem.code


OFFICE = Viewer(Role.SUPERVISOR)


@pytest.mark.parametrize("state", [s for s in RequestState if s is not RequestState.ASKED])
@pytest.mark.parametrize("action", ["withdraw", "grant", "refuse"])
def test_what_has_been_decided_stays_so(state: RequestState, action: str) -> None:
    sent = Sent(uuid4())
    viewer = Viewer(Role.TOWN, unit_id=sent.unit_id) if action == "withdraw" else OFFICE
    with pytest.raises(Problem) as refused:
        REQUEST.decide(sent, state, action, viewer, Ask("因为"))
    assert refused.value.code == "step_not_in_table"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ["grant", "refuse"])
def test_only_the_office_answers(role: Role, action: str) -> None:
    assert REQUEST.may_ever(action, role) == (role is Role.SUPERVISOR)


@pytest.mark.parametrize("kind", RequestKind)
def test_it_is_granted_only_where_it_could_be_asked(kind: RequestKind) -> None:
    def granted(state: FindingState) -> bool:
        sent = Sent(uuid4(), kind, finding=Point(state))
        return all(need(sent, OFFICE, Ask()) is None for need in REQUEST.steps[0].needs)

    asked = {state for state in FindingState if code(Point(state), kind, date(2026, 11, 16)) is None}
    assert {state for state in FindingState if granted(state)} == asked


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        (date(2026, 11, 13), "extension_not_later"),
        (date(2026, 11, 16), None),
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), "grant_beyond_asked"),
    ],
)
def test_less_may_be_granted_than_was_asked_for_and_never_more(until: date, wrong: str | None) -> None:
    assert _said(grant_refusal(Sent(uuid4()), until, SAID)) == wrong


def test_a_point_that_became_a_hazard_is_not_extended() -> None:
    sent = Sent(uuid4(), finding=Point(red_line=True))
    assert _said(grant_refusal(sent, sent.until, SAID)) == "extension_of_red_line"


def test_a_suspension_asked_for_or_not_has_its_day_within_a_year() -> None:
    days = (None, SAID, date(2026, 11, 13), date(2027, 11, 12), date(2027, 11, 13))
    found = [_said(suspension_refusal(Point(), day, SAID)) for day in days]
    assert found == ["request_day_missing", "suspension_past", None, None, "suspension_too_long"]


def _said(problem: Problem | None) -> str | None:
    return problem and problem.code
