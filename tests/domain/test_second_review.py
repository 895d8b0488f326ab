"""Blind second reviews (盲审): the share that is drawn, and what leaves nothing to decide."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.domain.evidence import Verdict
from app.domain.finding import FindingState
from app.domain.second_review import SECOND_REVIEW, SECOND_SAYS, Because, SecondReviewState, Shares, is_drawn, moved_on

SEED = "abcde-fghjk-mnpqr"
ANSWERS = [str(UUID(int=n, version=4)) for n in range(10_000)]
PASS, RETURN = Verdict.PASS, Verdict.RETURN


@pytest.mark.parametrize("percent", [1, 5, 20, 50])
def test_of_many_the_share_is_drawn(percent: int) -> None:
    hits = sum(is_drawn(SEED, answer, percent) for answer in ANSWERS)
    assert abs(hits / len(ANSWERS) - percent / 100) < 0.015


def test_none_is_drawn_of_nothing_and_all_of_all() -> None:
    drawn = {percent: {is_drawn(SEED, answer, percent) for answer in ANSWERS} for percent in (0, 100)}
    assert drawn == {0: {False}, 100: {True}}


def test_the_same_seed_and_answer_draw_the_same_and_another_seed_another() -> None:
    first, again, other = ([is_drawn(seed, it, 50) for it in ANSWERS[:64]] for seed in (SEED, SEED, "another"))
    assert first == again != other


def test_a_lot_can_be_drawn_again_by_hand() -> None:
    """printf 'abcde-fghjk-mnpqr:00000000-0000-4000-8000-000000000000' | sha256sum begins with 671b42b2: 40.28 in a hundred."""
    assert [is_drawn(SEED, ANSWERS[0], percent) for percent in (40, 41)] == [False, True]


def test_red_lines_have_a_share_of_their_own_when_passed() -> None:
    shares = Shares(passes=5, returns=3, red_line_passes=40)
    told = [shares.of(verdict, red_line=red) for verdict in (PASS, RETURN) for red in (False, True)]
    assert told == [5, 40, 3, 3]


@pytest.mark.parametrize(
    ("first", "state", "duplicate", "newest", "because"),
    [
        (PASS, "closed", False, True, None),
        (PASS, "fixing", False, True, Because.REOPENED),
        (PASS, "closed", False, False, Because.ANSWERED),
        (RETURN, "fixing", False, True, None),
        (RETURN, "suspended", False, True, None),
        (RETURN, "submitted", False, False, Because.ANSWERED),
        (RETURN, "void", False, True, Because.VOID),
        (RETURN, "void", True, True, Because.MERGED),
    ],
)
def test_what_leaves_nothing_to_decide(
    first: Verdict, state: str, duplicate: bool, newest: bool, because: Because | None
) -> None:
    assert moved_on(first, FindingState(state), duplicate=duplicate, newest=newest) is because


def test_every_state_is_reached_and_the_open_ones_can_end() -> None:
    reached = {SECOND_REVIEW.initial, *(step.target for step in SECOND_REVIEW.steps)}
    left = {source for step in SECOND_REVIEW.steps for source in step.sources}
    assert reached == set(SecondReviewState)
    assert left == set(SecondReviewState) - set(SECOND_REVIEW.final)


def test_the_second_word_agrees_exactly_if_it_is_the_first() -> None:
    """By the table: (first, word) -> where it leads."""
    found = {
        (first, step.action): step.target
        for step in SECOND_REVIEW.steps
        for first in Verdict
        if step.action in SECOND_SAYS and step.when(_Review(first))
    }
    assert found == {
        (first, action): SecondReviewState.AGREED if first is said else SecondReviewState.DISAGREED
        for first in Verdict
        for action, said in SECOND_SAYS.items()
    }


class _Review:
    def __init__(self, first: Verdict) -> None:
        self.first_verdict = first
