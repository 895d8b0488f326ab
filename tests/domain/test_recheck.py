"""Rechecks (复查) by their table: who may report one, and what sends somebody to look."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from app.domain.finding import FindingState
from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.domain.recheck import RECHECK, RecheckState, Why, still_wanted, why_look
from app.domain.workflow import Ask


@dataclass(frozen=True)
class Row:
    given_to: UUID | None
    outcome: str | None = "holds"


ME = Viewer(Role.INSPECTOR, uuid4())


def test_who_was_sent_reports() -> None:
    assert RECHECK.decide(Row(ME.user_id), RecheckState.WANTED, "report", ME, Ask()).target is RecheckState.REPORTED


@pytest.mark.parametrize("holder", [uuid4(), None])
def test_nobody_else_does(holder: UUID | None) -> None:
    with pytest.raises(Problem, match="recheck_of_other"):
        RECHECK.decide(Row(holder), RecheckState.WANTED, "report", ME, Ask())


def test_a_report_without_what_was_seen_is_none() -> None:
    with pytest.raises(Problem, match="recheck_by_phone"):
        RECHECK.decide(Row(ME.user_id, None), RecheckState.WANTED, "report", ME, Ask())


@pytest.mark.parametrize("state", list(FindingState))
def test_one_looks_at_an_answer_or_at_a_closed_point(state: FindingState) -> None:
    why = why_look(state)
    assert why is {FindingState.SUBMITTED: Why.REVIEW, FindingState.CLOSED: Why.BY_HAND}.get(state)
    assert still_wanted(Why.REVIEW, state) is (state is FindingState.SUBMITTED)
    assert still_wanted(Why.SAMPLED, state) is (state is FindingState.CLOSED)
