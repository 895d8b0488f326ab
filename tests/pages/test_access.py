"""The access log at the desk (访问记录): newest first, page after page; and nothing of a round that is still a secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.actions.access import note_opening
from app.db import db, now
from app.domain.people import SYSTEM
from tests import make, stamped
from tests.desk import Desk
from tests.pages.conftest import SignedIn
from tests.stamped import Printed


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    return stamped.printed(world, look)


def note(it: Printed, *reasons: str, noun: str = "sent", login: str = "supervisor") -> None:
    """Openings one minute after the other."""
    with it.look(SYSTEM):
        for minute, why in enumerate(reasons):
            at = now() + timedelta(minutes=minute)
            note_opening(noun, it.photo_id, it.world.viewers[login], at, why)
        db.session.commit()


def reasons(desk: Desk, path: str = "/access") -> list[str]:
    """Those the page shows, in its order."""
    text = desk.open(path).text
    found = sorted((text.index(word), word) for word in (f"理由{n:02}" for n in range(40)) if word in text)
    return [word for _, word in found]


def test_the_newest_opening_is_on_top_with_who_what_and_why(desk: SignedIn, printed: Printed) -> None:
    printed.released()
    note(printed, "理由00", "理由01")
    page = desk("supervisor2").open("/access").text
    assert reasons(desk("supervisor2")) == ["理由01", "理由00"]
    assert "梅城镇 · " in page
    assert "照片原图" in page


def test_the_auditor_reads_of_photos_that_are_none_of_theirs_by_number(desk: SignedIn, printed: Printed) -> None:
    printed.released()
    note(printed, "理由00")
    page = desk("auditor").open("/access").text
    assert f"编号 {printed.photo_id.hex[:8]}" in page
    assert "梅城镇" not in page


@pytest.mark.parametrize("login", ["auditor", "supervisor2"])
def test_of_a_secret_round_nothing_is_listed_before_its_release(desk: SignedIn, printed: Printed, login: str) -> None:
    note(printed, "理由00")
    assert reasons(desk("supervisor")) == ["理由00"]
    assert reasons(desk(login)) == []
    printed.released()
    assert reasons(desk(login)) == ["理由00"]


def test_pages_go_on_after_the_last_row(desk: SignedIn, printed: Printed) -> None:
    printed.released()
    note(printed, *(f"理由{n:02}" for n in range(5)))
    office = desk("supervisor")
    assert reasons(office, "/access?limit=2") == ["理由04", "理由03"]
    following = next(link for link in office.open("/access?limit=2").links if "after=" in link)
    assert reasons(office, following) == ["理由02", "理由01"]


def test_one_kind_can_be_asked_for(desk: SignedIn, printed: Printed) -> None:
    printed.released()
    note(printed, "理由00")
    note(printed, "理由01", noun="untouched")
    assert reasons(desk("supervisor"), "/access?noun=untouched") == ["理由01"]
    assert desk("supervisor").get("/access?noun=photo").status_code == 422


@pytest.mark.parametrize("login", ["town", "leader", "inspector", "secadmin"])
def test_nobody_else_reads_it(desk: SignedIn, printed: Printed, login: str) -> None:
    assert desk(login).get("/access").status_code == 403


def test_large_pictures_are_logged_and_not_listed(desk: SignedIn, printed: Printed) -> None:
    printed.released()
    note(printed, "理由00", noun="photo")
    assert reasons(desk("supervisor")) == []
