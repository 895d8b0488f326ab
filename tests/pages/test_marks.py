"""Marks at the desk (标注): an arrow lies over its picture on each page, and can be nothing but numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.problems import Problem
from app.models import Operation, Photo
from app.pages import marks
from app.pages.marks import arrow
from app.storage import photo_store
from tests import samples
from tests.cast import Actor, sign_in
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone
from tests.phone import photo as declared
from tests.tus import Sender
from workers.photo import derive

ARROW = {"kind": "arrow", "from": [0.1, 0.2], "to": [0.5, 0.75]}
DRAWN = re.compile(r'<svg class="marks" viewBox="0 0 (\d+) (\d+)"[^>]*>(.*?)</svg>', re.DOTALL)
NUMBERS = re.compile(r'(<path class="(edge|line)" d="[ML0-9. -]+"/>)+')


@pytest.fixture
def marked(case: Callable[..., Case]) -> Case:
    """A point whose before-photo is there, with one arrow."""
    made = case()
    with made.look(SYSTEM):
        photo = db.session.scalars(select(Photo)).one()
        photo.sha256, photo.marks = _stored(samples.different_jpeg(5)), [ARROW]
        db.session.flush()
        derive(photo.sha256, now())
        db.session.commit()
    return made


def _stored(content: bytes) -> str:
    digest = sha256(content).hexdigest()
    photo_store().keep(digest, BytesIO(content))
    return digest


def drawings(page: str) -> list[str]:
    """What lies over the pictures; each is made of numbers alone."""
    found = DRAWN.findall(page)
    assert all(NUMBERS.fullmatch(paths) for _, _, paths in found)
    return [paths for _, _, paths in found]


def test_an_arrow_is_a_line_to_its_tip_and_the_two_strokes_of_its_head() -> None:
    assert arrow([0.1, 0.5], [0.6, 0.5], 1000, 800) == "M100.0 400.0L600.0 400.0M547.0 371.8L600.0 400.0L547.0 428.2"


def test_a_touch_in_one_place_is_drawn_without_a_fault() -> None:
    assert arrow([0.5, 0.5], [0.5, 0.5], 100, 100).startswith("M50.0 50.0L50.0 50.0M")


def test_each_page_that_shows_the_photo_shows_its_arrow(desk: SignedIn, marked: Case) -> None:
    supervisor = desk("supervisor")
    marked.answered()
    addresses = (f"/findings/{marked.finding_ids[0]}", "/findings", f"/reviews/{marked.finding_ids[0]}")
    told = {path: len(drawings(supervisor.get(path).get_data(as_text=True))) for path in addresses}
    assert all(told.values()), told


def test_without_the_photo_store_a_page_is_there_and_asks_it_once(
    desk: SignedIn, marked: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its arrows are drawn again as soon as the store answers."""
    supervisor, asked = desk("supervisor"), []

    class Away:
        def small(self, sha256: str, _size: int) -> bytes:
            asked.append(sha256)
            raise Problem("unavailable")

    marks.size_of.cache_clear()
    with monkeypatch.context() as away:
        away.setattr(marks, "photo_store", Away)
        for path in (f"/findings/{marked.finding_ids[0]}", "/findings"):
            answer = supervisor.get(path)
            assert (answer.status_code, drawings(answer.get_data(as_text=True))) == (200, [])
    assert len(asked) == 2
    assert drawings(supervisor.get("/findings").get_data(as_text=True))


def test_the_town_sees_where_the_inspector_pointed(desk: SignedIn, marked: Case) -> None:
    marked.released()
    assert drawings(desk("town").get(f"/findings/{marked.finding_ids[0]}").get_data(as_text=True))


def test_a_photo_without_arrows_has_nothing_over_it(desk: SignedIn, marked: Case) -> None:
    with marked.look(SYSTEM):
        db.session.scalars(select(Photo)).one().marks = None
        db.session.commit()
    assert drawings(desk("supervisor").get(f"/findings/{marked.finding_ids[0]}").get_data(as_text=True)) == []


HOSTILE: dict[str, Any] = {
    "sound": [ARROW],
    "a script": [{**ARROW, "from": ['"><script>alert(1)</script>', 0]}],
    "a string of numbers": [{**ARROW, "to": ["0.5", "0.5"]}],
    "no list": "<script>",
    "a list of words": ["<script>"],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_arrows_of_a_kept_record_are_drawn_as_far_as_they_are_arrows(
    app: Flask, desk: SignedIn, case: Callable[..., Case], look: Any, name: str
) -> None:
    """A kept payload was never judged: what it holds is read once more before it is shown."""
    path = _kept_with(HOSTILE[name], sign_in(app.test_client(), "inspector"), case(), look)
    page = desk("supervisor").get(path).get_data(as_text=True)
    assert "<script>alert" not in page
    assert len(drawings(page)) == (1 if name in {"sound", "a string of numbers"} else 0)


def _kept_with(marks: Any, actor: Actor, made: Case, look: Any) -> str:
    """A record that waits for a visit that never came; then its payload is what a phone of nobody's made says."""
    phone, sender = Phone(actor), Sender(actor, samples.different_jpeg(6))
    sender.whole()
    picture = {**declared("前"), "sha256": sender.sha256, "original_sha256": sender.sha256}
    start = phone.start(made.round_id, made.world.towns["梅城镇"])
    record = phone.record(start, photos=[picture], round_id=str(made.round_id))
    assert phone.send(record)[0]["verdict"] == "kept"
    with look(SYSTEM):
        derive(sender.sha256, now())
        row = db.session.scalars(select(Operation)).one()
        row.payload = {**row.payload, "photos": [{**picture, "marks": marks}]}
        db.session.commit()
    return f"/kept/{record['op_id']}"
