"""Fake positions (假定位): of two hundred made tracks the spoofed ones are pointed out, and hardly any honest one.

Shown is what these rules do with tracks made as told in `made_tracks`; real phones may err otherwise. Nothing finds, and
no figure here counts: a receiver that is fed a whole false sky; a mock that trembles, tires and keeps a person's pace; a
jump that a car could have made; one error of 5, 10, 30 … metres, which an iPhone says for hours; coordinates typed to five
decimals; one false photo alone, unless its place contradicts itself. A phone that truly lies for ten minutes at one spot
on one position of the house's Wi-Fi is pointed out, though honest. That is why a person reads the reasons and decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest

from app.domain.evidence import PhotoSource
from app.domain.trust import reasons_of
from app.domain.trust_facts import Bounds, Known, Trust
from tests.domain.made_tracks import SPOOFED, Track, two_hundred

SEEDS = range(1, 7)
KINDS = [make.__name__ for make in SPOOFED]


def known_of(track: Track) -> Iterator[Known]:
    """Each photo as `queries/photo_facts.py` tells of it: with at most twenty others of the person, nearest in time first."""
    for photo in track.photos:
        at = photo.shot.taken_at
        others = sorted((it.shot for it in track.photos if it is not photo), key=lambda it: abs(it.taken_at - at))
        received_at, found_at = at + timedelta(minutes=5), at - timedelta(days=4)
        yield Known(
            photo.shot, PhotoSource.CAMERA, received_at, found_at=found_at, spot=photo.spot, others=tuple(others[:20])
        )


def doubts(track: Track) -> set[str]:
    """Whatever a reviewer would read as a doubt about one of its photos."""
    told = (reason for known in known_of(track) for reason in reasons_of(known, Bounds()))
    return {f"{it.name}.{it.says}" for it in told if it.trust is Trust.DOUBT}


@cache
def flagged(seed: int) -> Counter[str]:
    return Counter(track.kind for track in two_hundred(seed) if doubts(track))


@pytest.mark.parametrize("seed", SEEDS)
def test_two_hundred_are_a_hundred_honest_ones_and_twenty_five_of_each_kind(seed: int) -> None:
    tracks = two_hundred(seed)
    assert Counter(track.kind for track in tracks) == {"honest": 100, **dict.fromkeys(KINDS, 25)}
    assert {len(track.photos) for track in tracks} <= set(range(6, 15))


@pytest.mark.parametrize("seed", SEEDS)
def test_nine_of_ten_spoofed_tracks_are_pointed_out(seed: int) -> None:
    assert sum(flagged(seed)[kind] for kind in KINDS) >= 90, flagged(seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_four_of_five_of_each_kind_are_pointed_out(seed: int, kind: str) -> None:
    assert flagged(seed)[kind] >= 20, flagged(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_at_most_two_honest_tracks_of_a_hundred_are_pointed_out(seed: int) -> None:
    wrongly = [doubts(track) for track in two_hundred(seed) if track.kind == "honest" and doubts(track)]
    assert len(wrongly) <= 2, wrongly


@pytest.mark.parametrize(
    ("kind", "reasons"),
    [
        ("teleport", {"motion.too_fast"}),
        ("steady", {"motion.steady"}),
        ("repeats", {"motion.frozen"}),
        ("unshaken", {"place.exact", "motion.straight", "motion.typed"}),
    ],
)
def test_each_kind_is_found_by_what_it_is(kind: str, reasons: set[str]) -> None:
    assert reasons <= {reason for track in two_hundred(1) if track.kind == kind for reason in doubts(track)}
