"""A double click (连按): the same form many times at once, on real connections, happens once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import DeskAct, Journal, Operation
from tests import make
from tests.desk import Desk, Form, Page
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
    answer = sent(app, session, form)
    return answer.status_code, answer.location


def sent(app: Flask, session: str, form: Form) -> TestResponse:
    client = app.test_client()
    client.set_cookie("xz_session", session)
    return client.post(form.action, data=form.fields)


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


SIX = 6


def kept_ones(app: Flask) -> list[str]:
    """Six kept operations of a town, as the list of the desk ticks them."""
    with app.app_context(), looking_as(SYSTEM):
        world = make.make_world()
        town = world.viewers["town"]
        rows = [
            Operation(
                op_id=uuid4(),
                user_id=town.user_id,
                role="town",
                county_id=town.county_id,
                town_id=town.town_id,
                device_id=UUID(int=1),
                n=n,
                kind="order.sign",
                made_at=now(),
                schema_version=1,
                sha256=f"{n:064x}",
                payload={},
                received_at=now(),
                verdict="kept",
                reason="out_of_scope",
            )
            for n in range(SIX)
        ]
        db.session.add_all(rows)
        db.session.commit()
        return [f"{it.op_id}:{it.sha256[:12]}" for it in rows]


def test_two_supervisors_who_decide_on_the_same_at_once_decide_on_each_once(committing: Flask) -> None:
    picked, presses = kept_ones(committing), []
    for login in ("supervisor", "supervisor2"):
        desk = Desk(committing, login)
        form = desk.open("/kept").form(action="void")
        form.fields |= {"picked": picked, "note": ["重复"], "action": ["void"]}
        cookie = desk.client.get_cookie("xz_session")
        assert cookie is not None
        presses += [(cookie.value, form)] * 3
        picked = picked[::-1]
    with ThreadPoolExecutor(len(presses)) as hands:
        pages = list(hands.map(lambda it: Page(sent(committing, *it)), presses))
    assert {page.status for page in pages} == {200}
    with committing.app_context(), looking_as(SYSTEM):
        decided = select(Journal.subject_id).where(Journal.act == "operation.resolve")
        assert sorted(map(str, db.session.scalars(decided))) == sorted(it.split(":")[0] for it in picked)
        by = select(Operation.resolved_by, func.count()).group_by(Operation.resolved_by)
        done = {n for _, n in db.session.execute(by)}
    told = {n for n in range(SIX + 1) for page in pages if f"作废了 {n} 条" in page.text}
    assert told - {0} == done
