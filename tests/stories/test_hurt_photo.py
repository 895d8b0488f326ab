"""A photo that cannot be opened (打不开的照片): a list says so in the picture's place, and the row still leads to its point."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import Photo
from tests import make
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting


@pytest.fixture
def lost(stack: Stack, people: make.World) -> str:
    """A point whose small pictures are told as made, and whose bytes are not there. Gives the point."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            inspector = people.viewers["inspector"]
            finding = make.make_finding(make.make_visit(make.make_round(people), inspector), inspector)
            db.session.flush()
            for photo in db.session.scalars(select(Photo).where(Photo.owner_id == finding.id)):
                photo.derived_at = now()
            db.session.commit()
            found = str(finding.id)
        db.engine.dispose()
    return found


def test_a_list_says_so_in_its_place(stack: Stack, supervisor: Browser, lost: str) -> None:
    page = supervisor.open(f"{stack.address}/")
    acting.sign_in_desk(page, "supervisor")
    page.goto(f"{stack.address}/findings")
    frame = page.locator(".thumb[data-hurt]")
    frame.wait_for()
    assert frame.locator(".hurt").is_visible()
    assert frame.locator(".hurt").inner_text() != ""
    assert not frame.locator("img").is_visible()
    page.locator(f'a[href="/findings/{lost}"]').first.click()
    page.wait_for_url(f"**/findings/{lost}")
    page.locator(".ph[data-hurt] .hurt").first.wait_for()  # seen, or it waits in vain
