"""Two worlds: with a hidden round and without, a town is answered the same bytes; after the release it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from app.db import db
from app.domain import chance
from tests import make
from tests.abuse.addresses import NORMALISED
from tests.abuse.worlds import Own, Secret, Told, TownSession, own_things
from tests.planted.leaks import LEAKS

SEED, AT = 2026, datetime(2026, 11, 12, 3, tzinfo=UTC)

Worlds = Callable[..., tuple[list[Told], list[Told]]]


def nothing() -> None:
    """In the world without a secret nothing happens meanwhile."""


@pytest.fixture
def own(clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Own]:
    """The clock stands, chance is seeded, and phones draw their ids from it too."""
    clock(AT)
    chance.seed(SEED)
    monkeypatch.setattr("tests.phone.uuid4", chance.new_id)
    return own_things


@pytest.fixture
def worlds(app: Flask, wire: Connection, own: Callable[..., Own], world: make.World, look: Any) -> Worlds:
    """The town's session in both worlds, each undone afterwards; the secret one first, for the ids to ask for."""
    things = own(world, look)

    def played(secret: Secret, hidden: Any, released: bool) -> list[Told]:
        go_on = secret.go_on if secret.hidden else nothing
        finally_ = secret.release if secret.hidden and released else nothing
        chance.seed(SEED + 2)
        return TownSession(app, things, hidden, look).play(go_on, finally_)

    def both(released: bool = False) -> tuple[list[Told], list[Told]]:
        told: list[list[Told]] = []
        hidden = None
        for there in (True, False):
            _empty_the_store(app)
            branch, secret = wire.begin_nested(), Secret(app, world, look)
            chance.seed(SEED + 1)
            hidden = secret.begin() if there else hidden
            told.append(played(secret, hidden, released))
            with app.app_context():
                db.session.remove()
            branch.rollback()
        return told[0], told[1]

    return both


def _empty_the_store(app: Flask) -> None:
    """What one world stored is not there in the other."""
    folder = app.extensions["config"].photo_store
    for place in Path(folder).iterdir():
        shutil.rmtree(place)


def differing(with_it: list[Told], without: list[Told]) -> list[str]:
    assert [name for name, _ in with_it] == [name for name, _ in without]
    return [name for (name, told), (_, other) in zip(with_it, without, strict=True) if told != other]


def test_before_the_release_a_town_is_answered_the_same_bytes_in_both_worlds(worlds: Worlds) -> None:
    """Every page, API, receipt, verdict, header and cursor of the session."""
    print("normalised:", *NORMALISED)  # noqa: T201 - whoever reads the proof must see what was not compared
    with_it, without = worlds()
    assert len(with_it) > 80
    assert differing(with_it, without) == []


def test_after_the_release_the_town_is_told(worlds: Worlds) -> None:
    """The same walk does differ once there is something to tell, on the pages that tell it."""
    changed = {name.partition(" ")[2] for name in differing(*worlds(released=True))}
    assert changed >= {"GET /", "GET /findings", "GET /api/v1/findings", "GET /api/v1/changes", "GET /v"}


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_caught(worlds: Worlds, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """One that no longer applies fails: the name it replaces must be there, and the difference must show."""
    monkeypatch.setattr(name, LEAKS[name])
    caught = differing(*worlds())
    assert caught
