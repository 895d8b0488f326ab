"""Merkle tree (哈希树): every way leads to the root, no other does, and none tells of its neighbours."""

from dataclasses import replace
from hashlib import sha256

import pytest

from app.domain.merkle import DEPTH, root_of, way_of

SALT = b"s" * 16
SOME = [sha256(bytes([n])).digest() for n in range(11)]


@pytest.mark.parametrize("n", range(1, len(SOME) + 1))
def test_each_way_leads_to_the_root(n: int) -> None:
    root = root_of(SOME[:n], SALT)
    assert {way_of(each, SOME[:n], SALT).root(each) for each in SOME[:n]} == {root}


@pytest.mark.parametrize("n", [1, 2, 3, 8, 11])
def test_a_way_does_not_tell_how_many_there_are(n: int) -> None:
    way = way_of(SOME[0], SOME[:n], SALT)
    assert (len(way.steps), {len(beside) for _, beside in way.steps}) == (DEPTH, {32})


def test_the_sides_do_not_tell_where_the_true_tree_ends() -> None:
    ends = {tuple(side for side, _ in way_of(SOME[0], SOME[:1], bytes([n]) * 16).steps) for n in range(32)}
    assert len(ends) == 32


def test_another_leaf_does_not_follow_the_way() -> None:
    way = way_of(SOME[0], SOME, SALT)
    assert way.root(sha256(b"another").digest()) != root_of(SOME, SALT)


@pytest.mark.parametrize("step", range(DEPTH))
def test_each_step_of_a_way_counts(step: int) -> None:
    way = way_of(SOME[4], SOME, SALT)
    is_left, beside = way.steps[step]
    for wrong in ((not is_left, beside), (is_left, sha256(beside).digest())):
        changed = replace(way, steps=(*way.steps[:step], wrong, *way.steps[step + 1 :]))
        assert changed.root(SOME[4]) != root_of(SOME, SALT)


def test_the_seal_of_a_way_does_not_tell_what_fills_up() -> None:
    """Who could make the fillers anew would count the true ones."""
    way = way_of(SOME[0], SOME[:1], SALT)
    assert way.root(SOME[0]) != way_of(SOME[0], SOME[:1], way.seal).root(SOME[0])
    assert {beside for _, beside in way.steps}.isdisjoint(
        beside for _, beside in way_of(SOME[0], SOME[:1], way.seal).steps
    )
