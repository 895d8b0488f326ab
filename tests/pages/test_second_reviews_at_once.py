"""Two persons at once (同时定): on real connections one of them decides, and the other is told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM, Viewer
from app.factory import create_app
from app.models import Journal, SecondReview
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.desk import Desk, Form
from tests.pages.test_double_click import press
from tests.second_look import WHY, Drawn, answered, decide, drawing, more_supervisors
from tests.servers import surroundings


@pytest.fixture
def committing(clone_database: Callable[[str], dict[str, str]], tmp_path: Path) -> Iterator[Flask]:
    made = create_app(Config.from_env(surroundings(clone_database("second_look"), tmp_path)))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def drawn(committing: Flask) -> Drawn:
    @contextmanager
    def look(who: Viewer) -> Iterator[None]:
        with committing.app_context(), looking_as(who):
            yield

    with look(SYSTEM):
        world = make.make_world()
        db.session.commit()
    more_supervisors(world, look)
    drawing(world, look, passes=100)
    return decide(answered(world, look), sign_in(committing.test_client(), "supervisor"))


def at_once(app: Flask, path: str, action: str, **written: str) -> list[int]:
    """`supervisor3` and `supervisor4`, each with a page of their own, twice each."""
    ready: list[tuple[str, Form]] = []
    for login in ("supervisor3", "supervisor4"):
        desk = Desk(app, login)
        form = desk.open(path).form(action=action)
        form.fields |= {name: [value] for name, value in written.items()}
        cookie = desk.client.get_cookie("xz_session")
        assert cookie is not None
        ready += [(cookie.value, form)] * 2
    with ThreadPoolExecutor(len(ready)) as hands:
        return [status for status, _ in hands.map(lambda each: press(app, *each), ready)]


def by_person(statuses: list[int]) -> list[set[int]]:
    """Both presses of one form are answered alike."""
    return [set(statuses[:2]), set(statuses[2:])]


def test_of_two_who_decide_at_once_one_does(committing: Flask, drawn: Drawn) -> None:
    told = by_person(at_once(committing, drawn.path, "second_pass"))
    assert sorted(map(sorted, told)) in ([[303], [409]], [[303], [412]])
    with committing.app_context(), looking_as(SYSTEM):
        acts = select(func.count()).select_from(Journal).where(Journal.act == "second_review.second_pass")
        assert db.session.scalars(acts).one() == 1
        assert one(SecondReview, str(drawn.id)).state == "agreed"


def test_of_two_thirds_who_overturn_at_once_one_does(committing: Flask, drawn: Drawn) -> None:
    second = sign_in(committing.test_client(), "supervisor2")
    assert drawn.step(second, "second_return", note=WHY).status_code == 200
    told = by_person(at_once(committing, drawn.path, "overturn", note=WHY))
    assert sorted(map(sorted, told)) in ([[303], [409]], [[303], [412]])
    assert drawn.said("point.rework_count", "point.state", "order.state") == (1, "fixing", "signed")
