"""Covering a photo at the desk (遮盖页): by the office alone, by numbers where no script draws, refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.db import db
from app.domain.mask import MOST, Reach
from app.domain.people import SYSTEM
from app.models import Journal, PhotoMask, Stream
from tests import make, masked, stamped
from tests.desk import Desk, Page
from tests.pages.conftest import SignedIn
from tests.stamped import Printed

QUARTER = ("0", "0", "50", "50")


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    it = stamped.printed(world, look)
    it.released()
    return it


@pytest.fixture
def office(desk: SignedIn) -> Desk:
    return desk("supervisor")


def address(it: Printed) -> str:
    return f"/photos/{it.photo_id}/mask"


def save(office: Desk, it: Printed, *rows: tuple[str, str, str, str], **fields: str) -> Any:
    return office.client.post(address(it), data=masked.form(office, it.photo_id, *rows, **fields))


def masks(it: Printed) -> list[tuple[int, str, int]]:
    with it.look(SYSTEM):
        rows = db.session.scalars(select(PhotoMask).order_by(PhotoMask.n))
        return [(row.n, row.reach, len(row.boxes)) for row in rows]


def acts(it: Printed) -> list[tuple[str, str, str]]:
    """Name, reason and kind of stream of what was done to the photo."""
    with it.look(SYSTEM):
        told = select(Journal, Stream.kind).join(Stream, Stream.id == Journal.stream_id)
        rows = db.session.execute(
            told.where(Journal.subject_id == it.photo_id).order_by(Journal.stream_id, Journal.seq)
        )
        return [(row.act, row.body["note"], kind) for row, kind in rows]


def test_numbers_alone_cover_a_photo(office: Desk, printed: Printed) -> None:
    """Rows left empty are none; what was saved stands in the fields again."""
    answer = save(office, printed, QUARTER, ("", "", "", ""), ("60.5", "10", "5", "4.25"))
    assert (answer.status_code, answer.location) == (303, address(printed))
    assert masks(printed) == [(1, "published", 2)]
    fields = office.open(address(printed)).form_to(address(printed)).fields
    assert [fields[name][:2] for name in ("x", "y", "w", "h")] == [
        ["0", "60.5"],
        ["0", "10"],
        ["50", "5"],
        ["50", "4.25"],
    ]


def test_a_mask_that_is_drawn_anew_is_another_row_and_another_act(office: Desk, printed: Printed) -> None:
    save(office, printed, QUARTER)
    save(office, printed, QUARTER, reach="everywhere", why="居民要求")
    save(office, printed, why="已征得同意")
    assert masks(printed) == [(1, "published", 1), (2, "everywhere", 1), (3, "published", 0)]
    told = [("photo.mask", "", "cases"), ("photo.redact", "居民要求", "cases"), ("photo.unmask", "已征得同意", "cases")]
    assert acts(printed) == told


def test_the_reason_is_read_by_the_office_and_not_by_the_town(desk: SignedIn, office: Desk, printed: Printed) -> None:
    save(office, printed, QUARTER, reach="everywhere", why="居民要求")
    assert "居民要求" in office.open(address(printed)).text
    assert "居民要求" not in desk("town").open(f"/findings/{printed.finding_id}").text


REFUSED: dict[str, tuple[list[tuple[str, str, str, str]], dict[str, str], str]] = {
    "out of the picture": ([("60", "0", "50", "10")], {}, "第 1 块不对"),
    "half filled": ([QUARTER, ("10", "", "5", "5")], {}, "第 2 块不对"),
    "no number": ([("ten", "0", "5", "5")], {}, "第 1 块不对"),
    "nan": ([("nan", "0", "5", "5")], {}, "第 1 块不对"),
    "negative": ([("-1", "0", "5", "5")], {}, "第 1 块不对"),
    "nothing": ([("10", "10", "0", "5")], {}, "第 1 块不对"),
    "too many": ([QUARTER] * (MOST + 1), {}, f"最多遮 {MOST} 块"),
    "none at all": ([], {}, "还没有遮盖"),
    "hidden without a reason": ([QUARTER], {"reach": "everywhere"}, "要写理由"),
    "unknown reach": ([QUARTER], {"reach": "nobody"}, ""),
    "no version": ([QUARTER], {"version": "x"}, ""),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_lost(
    office: Desk, printed: Printed, why: str
) -> None:
    rows, fields, sentence = REFUSED[why]
    answer = save(office, printed, *rows, **fields)
    page = Page(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert [page.form_to(address(printed)).fields["x"][at] for at in range(min(len(rows), MOST))] == [
        row[0] for row in rows[:MOST]
    ]
    assert masks(printed) == []


def test_columns_of_different_length_are_refused(office: Desk, printed: Printed) -> None:
    sent = masked.form(office, printed.photo_id, QUARTER, QUARTER) | {"h": ["50"]}
    assert office.client.post(address(printed), data=sent).status_code == 422


def test_who_had_not_seen_the_newest_mask_is_told_so(office: Desk, printed: Printed) -> None:
    sent = masked.form(office, printed.photo_id, ("10", "10", "5", "5"))
    save(office, printed, QUARTER)
    answer = office.client.post(address(printed), data=sent)
    assert answer.status_code == 412
    assert masks(printed) == [(1, "published", 1)]


def test_the_same_form_twice_is_one_mask(office: Desk, printed: Printed) -> None:
    sent = masked.form(office, printed.photo_id, QUARTER)
    answers = [office.client.post(address(printed), data=sent).status_code for _ in range(2)]
    assert (answers, len(masks(printed))) == ([303, 303], 1)


@pytest.mark.parametrize("login", ["town", "leader", "inspector", "auditor"])
def test_nobody_but_the_office_draws(desk: SignedIn, printed: Printed, login: str) -> None:
    assert desk(login).get(address(printed)).status_code == 403


def test_every_picture_of_a_point_leads_the_office_here(desk: SignedIn, office: Desk, printed: Printed) -> None:
    page = f"/findings/{printed.finding_id}"
    assert address(printed) in office.open(page).links
    assert address(printed) not in desk("leader").open(page).links


def test_the_office_too_is_shown_a_hidden_picture_covered_only(office: Desk, printed: Printed) -> None:
    masked.cover(printed, Reach.EVERYWHERE)
    assert "已隐去" in office.open(address(printed)).text
    assert masked.is_covered(office.get(f"/api/v1/photos/{printed.photo_id}/1600").get_data())


def test_on_a_secret_round_it_is_its_members_affair(desk: SignedIn, world: make.World, look: Any) -> None:
    it = stamped.printed(world, look)
    save(desk("supervisor"), it, QUARTER)
    assert [kind for _, _, kind in acts(it)] == ["round"]
    assert desk("supervisor2").get(address(it)).status_code == 404


def test_a_row_of_a_mask_is_never_changed(printed: Printed, wire: Any) -> None:
    """The app's own role may not."""
    allowed = wire.exec_driver_sql("SELECT has_table_privilege('xunzhen_app', 'photo_mask', 'UPDATE, DELETE')")
    assert allowed.scalar_one() is False


@pytest.mark.parametrize("who", ["town", "leader", "inspector", "supervisor2"])
def test_a_mask_is_seen_with_its_photo(world: make.World, look: Any, who: str) -> None:
    """Before the release by nobody but the round's members, and so it changes nothing that anybody else is shown."""
    it = stamped.printed(world, look)
    masked.cover(it, Reach.EVERYWHERE)
    with look(world.viewers[who]):
        before = db.session.scalar(select(func.count(PhotoMask.id)))
    it.released()
    with look(world.viewers[who]):
        after = db.session.scalar(select(func.count(PhotoMask.id)))
    assert (before, after) == (int(who == "inspector"), 1)
