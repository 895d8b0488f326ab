"""An evidence pack (证据包) from the desk: one button, made by the worker, taken away, and proven without the server."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import func, select

from app.config import Config
from app.db import db, looking_as, looking_beside
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import Setting
from tests import make
from tests.browser import Browser
from tests.packed import answered, checked, found, ordered, told
from tests.stack import Stack
from tests.stories.acting import sign_in_desk


def an_order(stack: Stack, people: make.World) -> str:
    """Found, told, answered, passed, scored; each in a transaction of its own, as it would be."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            round_id, finding_id, town_id = found(people)
            db.session.commit()
            order_id = ordered(people, round_id, finding_id)
            db.session.commit()
            answered(people, finding_id)
            db.session.commit()
            told(town_id)
            db.session.commit()
        db.engine.dispose()
    return str(order_id)


def test_a_supervisor_presses_once_and_takes_home_what_proves_itself(
    stack: Stack, people: make.World, supervisor: Browser, tmp_path: Path
) -> None:
    order_id = an_order(stack, people)
    page = supervisor.open(f"{stack.address}/sign-in")
    sign_in_desk(page, "supervisor")
    page.goto(f"{stack.address}/orders/{order_id}")
    page.get_by_role("button", name="证据包").click()
    link = page.get_by_role("link", name="下载")
    link.wait_for(timeout=60_000)  # the page looks again by itself
    with page.expect_download() as taken:
        link.click()
    taken.value.save_as(tmp_path / "pack.zip")
    ZipFile(tmp_path / "pack.zip").extractall(tmp_path / "pack")
    code, said = checked(tmp_path / "pack")
    assert (code, "2 张照片都由日志点名" in said) == (0, True), said
    assert checked(tmp_path / "pack", str(tmp_path / "pack.zip"))[0] == 0
    assert stack.ask("SELECT count(*) FROM access_log WHERE noun = 'pack'") == "1"
    manifest = stack.ask("SELECT body->>'manifest' FROM journal WHERE act = 'pack.make'")
    assert page.locator("code").inner_text() == manifest


def test_a_pack_is_of_one_moment(stack: Stack, people: make.World) -> None:
    """What is committed while it is being gathered is not half in it."""
    app, count = create_app(Config.from_env(stack.environment)), select(func.count()).select_from(Setting)
    with app.app_context():
        with looking_as(SYSTEM), looking_beside(SYSTEM):
            before = db.session.scalars(count).one()
            stack.ask("UPDATE setting SET value = value || '!'")
            stack.ask("INSERT INTO setting SELECT region_id, 'another', value FROM setting LIMIT 1")
            assert db.session.scalars(count).one() == before
        db.engine.dispose()
