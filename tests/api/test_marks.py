"""Marks on the wire (标注): arrows as numbers beside an untouched hash; shown to whoever sees the photo, the town first."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Photo, Round
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.phone import Phone, photo

ARROW = {"kind": "arrow", "from": [0.1, 0.2], "to": [0.5, 0.75]}


class Visiting:
    """An inspector's phone in a visit under way."""

    def __init__(self, app: Flask, world: make.World, look: Any) -> None:
        with look(SYSTEM):
            self.round_id = make.make_round(world).id
            db.session.commit()
        self.phone = Phone(sign_in(app.test_client(), "inspector"))
        self.start = self.phone.start(self.round_id, world.towns["梅城镇"])
        assert self.phone.send(self.start)[0]["verdict"] == "applied"

    def record(self, **more: Any) -> dict[str, Any]:
        return self.phone.send(self.phone.record(self.start, photos=[{**photo("前"), **more}]))[0]


@pytest.fixture
def visiting(app: Flask, world: make.World, look: Any) -> Visiting:
    return Visiting(app, world, look)


def test_arrows_are_kept_with_the_photo_and_its_hash_is_the_declared_one(visiting: Visiting, look: Any) -> None:
    assert visiting.record(marks=[ARROW, ARROW])["verdict"] == "applied"
    with look(SYSTEM):
        row = db.session.scalars(select(Photo)).one()
        assert (row.marks, row.sha256) == ([ARROW, ARROW], photo("前")["sha256"])


@pytest.mark.parametrize("more", [{}, {"marks": []}])
def test_a_photo_without_arrows_has_none(visiting: Visiting, look: Any, more: Any) -> None:
    assert visiting.record(**more)["verdict"] == "applied"
    with look(SYSTEM):
        assert db.session.scalars(select(Photo).where(Photo.marks.is_(None))).one().marks is None


def test_twenty_arrows_are_taken_to_the_very_corners(visiting: Visiting) -> None:
    assert visiting.record(marks=[{**ARROW, "from": [0, 1], "to": [1, 0]}] * 20)["verdict"] == "applied"


MALFORMED: dict[str, Any] = {
    "too many": [ARROW] * 21,
    "another kind": [{**ARROW, "kind": "text"}],
    "left of it": [{**ARROW, "from": [-0.01, 0.5]}],
    "below it": [{**ARROW, "to": [0.5, 1.01]}],
    "three numbers": [{**ARROW, "to": [0.5, 0.5, 0.5]}],
    "one number": [{**ARROW, "to": [0.5]}],
    "a script": [{**ARROW, "to": ['0"/><script>alert(1)</script>', 0.5]}],
    "nothing": [{**ARROW, "to": [None, 0.5]}],
    "a word beside": [{**ARROW, "label": "<b>here</b>"}],
    "no list": ARROW,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_arrow_is_refused(visiting: Visiting, look: Any, name: str) -> None:
    verdict = visiting.record(marks=MALFORMED[name])
    assert (verdict["verdict"], "receipt" in verdict) == ("refused", False)
    with look(SYSTEM):
        assert db.session.scalars(select(Photo)).all() == []


def test_the_town_is_told_of_the_arrows_and_of_no_claim(
    app: Flask, visiting: Visiting, world: make.World, look: Any
) -> None:
    visiting.record(marks=[ARROW])
    with look(SYSTEM):
        db.session.scalars(select(Photo)).one().arrived_at = now()
        round_ = one(Round, visiting.round_id)
        make.finish(round_.visits[0], world.viewers["inspector"])
        db.session.flush()
        make.release(round_, world.viewers["supervisor"])
        db.session.commit()
    items = sign_in(app.test_client(), "town").get("/api/v1/changes?cursor=").get_json()["items"]
    told = next(item["body"]["photos"] for item in items if item["noun"] == "finding")
    assert [(it["marks"], "position" in it) for it in told] == [([ARROW], False)]
