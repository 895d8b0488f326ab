"""Likeness in the worker (相似比对): what comes back edited is found among all history, and first beside its own point."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageEnhance
from sqlalchemy import select, update

from app.db import db, now
from app.domain.people import SYSTEM, Role, Viewer
from app.models import Due, Finding, Photo, PhotoLikeness, PhotoLook, PhotoWord
from app.pictures.looks import look_of
from app.pictures.prints import SMALL, prints_of
from app.storage import photo_store
from tests import make
from tests.pictures.test_layouts import scattered
from tests.pictures.test_likeness import jpeg, street
from workers.likeness import remember, search


def small(picture: Image.Image, name: str) -> str:
    """Its small picture in the store under that hash, as the worker leaves it."""
    photo_store().keep_small(name, SMALL, prints_of(jpeg(picture))[SMALL])
    return name


def came(picture: Image.Image, name: str) -> None:
    small(picture, name)
    remember(name, now())
    search(name, now())


def likenesses() -> dict[tuple[str, str], bool]:
    rows = db.session.scalars(select(PhotoLikeness)).all()
    return {(row.later[:1], row.earlier[:1]): row.same for row in rows}


def layouts() -> dict[str, bytes | None]:
    return {row.sha256: row.layout for row in db.session.execute(select(PhotoLook.sha256, PhotoLook.layout))}


@pytest.mark.usefixtures("world")
def test_a_photo_that_comes_again_brightened_and_mirrored_is_found(look: Any) -> None:
    again = ImageEnhance.Brightness(street(1)).enhance(1.3).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    with look(SYSTEM):
        for number, name in enumerate("bcd"):
            came(street(number + 5), name * 64)
        came(street(1), "a" * 64)
        came(again, "e" * 64)
        assert likenesses() == {("e", "a"): True}
        row = db.session.scalars(select(PhotoLikeness)).one()
        assert (row.mirrored, row.share > 0.65, len(row.matrix)) == (True, True, 9)


@pytest.mark.usefixtures("world")
def test_it_is_remembered_once_and_then_to_be_searched(look: Any) -> None:
    name = "a" * 64
    with look(SYSTEM):
        small(street(1), name)
        remember(name, now())
        words = len(db.session.scalars(select(PhotoWord)).all())
        remember(name, now())
        assert words == len(db.session.scalars(select(PhotoWord)).all()) > 60
        assert [row.key for row in db.session.scalars(select(Due).where(Due.job == "workers.likeness.search"))] == [
            name
        ]
        assert db.session.scalars(select(PhotoLook.searched_at)).one() is None
        search(name, now())
        assert db.session.scalars(select(PhotoLook.searched_at)).one() == now()


@pytest.mark.usefixtures("world")
def test_two_that_come_at_once_are_found_by_whoever_is_searched_last(look: Any) -> None:
    with look(SYSTEM):
        for name in "ab":
            remember(small(street(1), name * 64), now())
        for name in "ab":
            search(name * 64, now())
        assert likenesses() == {("a", "b"): True, ("b", "a"): True}


@pytest.mark.usefixtures("world")
def test_a_stranger_that_shares_words_is_not_opened_when_they_lie_elsewhere(look: Any) -> None:
    with look(SYSTEM):
        came(street(1), "a" * 64)
        remember(small(street(1), "b" * 64), now())
        layout = scattered(look_of(prints_of(jpeg(street(1)))[SMALL]))
        db.session.execute(update(PhotoLook).where(PhotoLook.sha256 == "b" * 64).values(layout=layout))
        photo_store().keep_small("b" * 64, SMALL, b"whoever opens this stumbles")
        came(ImageEnhance.Brightness(street(1)).enhance(1.3), "e" * 64)
        assert likenesses() == {("e", "a"): True}


@pytest.mark.usefixtures("world")
def test_what_was_remembered_before_layouts_is_found_and_has_one_from_then_on(look: Any) -> None:
    with look(SYSTEM):
        came(street(1), "a" * 64)
        before = layouts()
        db.session.execute(update(PhotoLook).values(layout=None))
        came(ImageEnhance.Brightness(street(1)).enhance(1.3), "e" * 64)
        assert likenesses() == {("e", "a"): True}
        assert layouts().items() >= before.items()


@pytest.mark.usefixtures("world")
def test_without_a_small_picture_nothing_is_done(look: Any) -> None:
    with look(SYSTEM):
        remember("f" * 64, now())
        search("f" * 64, now())
        assert db.session.scalars(select(PhotoLook)).all() == []


def test_the_point_s_own_pictures_are_compared_whatever_their_words_say(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        before, after = point_with(world, street(1), street(9))
        search(after, now())
        rows = db.session.scalars(select(PhotoLikeness)).all()
        assert [(row.later, row.earlier, row.same) for row in rows] == [(after, before, False)]


def test_nobody_sees_a_likeness_with_a_photo_that_is_hidden_from_them(world: make.World, look: Any) -> None:
    """T13: a hit on an unreleased point does not exist for the town, nor for an office that is not on its round."""
    with look(SYSTEM):
        before, after = point_with(world, street(1), street(1))
        db.session.add(PhotoLikeness(later=after, earlier=before, same=True, share=1, fits=99, mirrored=False,
                                     matrix=[1.0] * 9, compared_at=now()))  # fmt: skip
        db.session.commit()
    seen = {name: count(viewer, look) for name, viewer in world.viewers.items()}
    assert seen["inspector"] == 1  # it is a member of the round
    assert seen["town"] == seen["town2"] == 0 if "town2" in seen else seen["town"] == 0
    outside = Viewer(
        Role.SUPERVISOR, world.viewers["supervisor2"].user_id, None, world.viewers["supervisor2"].county_id, None
    )
    assert count(outside, look) == 0


def count(viewer: Viewer, look: Any) -> int:
    with look(viewer):
        return len(db.session.scalars(select(PhotoLikeness)).all())


def point_with(world: make.World, before: Image.Image, after: Image.Image) -> tuple[str, str]:
    """A hidden point with two pictures; their hashes."""
    inspector = world.viewers["inspector"]
    visit = make.make_visit(make.make_round(world), inspector)
    shots = (make.photo("before"), make.photo("onsite", 1, "onsite_after"))
    finding = make.make_finding(visit, inspector, photos=shots)
    photos = db.session.scalars(select(Photo).where(Photo.owner_id == finding.id).order_by(Photo.slot)).all()
    for photo, picture in zip(photos, (before, after), strict=True):
        small(picture, photo.sha256)
        photo.derived_at = now()
    db.session.flush()
    assert isinstance(finding, Finding)
    return photos[0].sha256, photos[1].sha256
