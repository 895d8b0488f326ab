"""A double click (连按): the same form many times at once, on real connections, happens once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import DeskAct, Journal
from tests import make
from tests.desk import Desk, Form
from tests.servers import surroundings

PRESSES = 8


@pytest.fixture
def committing(clone_database: Callable[[str], dict[str, str]], tmp_path: Path) -> Iterator[Flask]:
    """The app on a database where a commit is a commit."""
    made = create_app(Config.from_env(surroundings(clone_database("double_click"), tmp_path)))
    yield made
    with made.app_context():
        db.engine.dispose()


def found_point(app: Flask) -> UUID:
    with app.app_context(), looking_as(SYSTEM):
        world = make.make_world()
        inspector = world.viewers["inspector"]
        finding = make.make_finding(make.make_visit(make.make_round(world), inspector), inspector)
        db.session.commit()
        return finding.id


def press(app: Flask, session: str, form: Form) -> tuple[int, str | None]:
    client = app.test_client()
    client.set_cookie("xz_session", session)
    answer = client.post(form.action, data=form.fields)
    return answer.status_code, answer.location


def test_the_same_form_many_times_at_once_happens_once_and_answers_the_same(committing: Flask) -> None:
    finding_id = found_point(committing)
    supervisor = Desk(committing, "supervisor")
    form = supervisor.open(f"/findings/{finding_id}").form(action="confirm")
    cookie = supervisor.client.get_cookie("xz_session")
    assert cookie is not None
    with ThreadPoolExecutor(PRESSES) as hands:
        answers = list(hands.map(lambda _: press(committing, cookie.value, form), range(PRESSES)))
    assert answers == [(303, f"/findings/{finding_id}")] * PRESSES
    with committing.app_context(), looking_as(SYSTEM):
        confirmed = select(func.count(Journal.id)).where(Journal.act == "finding.confirm")
        assert db.session.scalars(confirmed).one() == 1
        assert db.session.scalars(select(func.count()).select_from(DeskAct)).one() == 1
