"""Boxes of a mask (遮盖的框): what is drawn lies in the picture; hiding from everybody, and showing again, has a reason."""

from __future__ import annotations

import pytest

from app.domain.mask import MOST, Box, Reach, check_opening, check_reason, checked
from app.domain.people import PEOPLE, Role
from app.domain.problems import Problem

SOUND = Box(0.1, 0.2, 0.3, 0.4)
UNSOUND = [
    Box(-0.01, 0, 0.1, 0.1),
    Box(0, -0.01, 0.1, 0.1),
    Box(0.95, 0, 0.1, 0.1),
    Box(0, 0.95, 0.1, 0.1),
    Box(0, 0, 0.001, 0.1),
    Box(0, 0, 0.1, 0),
    Box(float("nan"), 0, 0.1, 0.1),
    Box(0, 0, float("inf"), 0.1),
]


@pytest.mark.parametrize("box", UNSOUND)
def test_a_box_out_of_the_picture_or_too_small_is_named(box: Box) -> None:
    with pytest.raises(Problem) as refused:
        checked([SOUND, box])
    assert (refused.value.code, refused.value.params) == ("mask_box", {"n": 2})


def test_the_whole_picture_is_a_box() -> None:
    assert checked([Box(0, 0, 1, 1)]) == (Box(0, 0, 1, 1),)


def test_what_rounding_puts_over_the_edge_is_cut_there() -> None:
    assert checked([Box(0.1, 0.2, 0.9000001, 0.8)]) == (Box(0.1, 0.2, 0.9, 0.8),)


def test_there_are_at_most_forty() -> None:
    assert len(checked([SOUND] * MOST)) == MOST
    with pytest.raises(Problem, match="mask_too_many"):
        checked([SOUND] * (MOST + 1))


@pytest.mark.parametrize(
    ("was", "now"),
    [(None, Reach.EVERYWHERE), (Reach.EVERYWHERE, None), (Reach.EVERYWHERE, Reach.PUBLISHED)],
)
def test_hiding_from_everybody_and_showing_again_wants_a_reason(was: Reach | None, now: Reach | None) -> None:
    check_reason("路人要求", was, now)
    with pytest.raises(Problem, match="mask_reason"):
        check_reason("", was, now)


@pytest.mark.parametrize(("was", "now"), [(None, Reach.PUBLISHED), (Reach.PUBLISHED, None)])
def test_covering_for_publication_wants_none(was: Reach | None, now: Reach | None) -> None:
    check_reason("", was, now)


OPENS = {
    (False, False): {Role.SUPERVISOR, Role.INSPECTOR},
    (True, False): {Role.SUPERVISOR},
    (False, True): {Role.SUPERVISOR},
    (True, True): {Role.SUPERVISOR},
}


@pytest.mark.parametrize(("released", "sealed"), OPENS)
def test_who_opens_an_original(released: bool, sealed: bool) -> None:
    assert {role for role in PEOPLE if _opens(role, released, sealed)} == OPENS[released, sealed]


def _opens(role: Role, released: bool, sealed: bool) -> bool:
    try:
        check_opening(role, "居民复核", released=released, sealed=sealed)
    except Problem:
        return False
    return True


def test_the_original_of_a_sealed_photo_wants_a_reason() -> None:
    check_opening(Role.SUPERVISOR, "", released=True, sealed=False)
    with pytest.raises(Problem, match="original_reason"):
        check_opening(Role.SUPERVISOR, "", released=True, sealed=True)
