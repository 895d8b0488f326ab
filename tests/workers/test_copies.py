"""Stamped copies at night (夜里的水印副本): a changed or lost one is named, given to nobody, and made anew as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.reactions import LOOK_AT, STAMP
from app.models import BlobHolder, Due, NightlyCheck, Photo
from app.queries.by_id import one
from app.shown import stamped as given
from app.storage import opened, photo_store
from app.storage.folder import FolderStore
from tests import make
from tests.stamped import CONTENT, SHA, Printed, found, shown
from tests.workers.test_integrity import alarms, flip, night
from workers import integrity
from workers.copies import COPY_CHANGED, COPY_LOST
from workers.stamp import stamp

AT = datetime(2026, 11, 12, 20, 10, tzinfo=UTC)  # 13 November, 04:10 in China


@pytest.fixture
def printed(world: make.World, look: Any, clock: Callable[[datetime], None]) -> Printed:
    """A photo with its stamped copy."""
    clock(AT)
    with look(SYSTEM):
        photo_store().keep(SHA, BytesIO(CONTENT))
        finding, (photo,) = found(world)
        assert finding.origin is not None
        assert finding.origin.round_id is not None
        shown(photo)
        made = Printed(world, look, photo.id, finding.id, finding.origin.round_id, "")
        db.session.commit()
    made.released()
    return made


@pytest.fixture
def file(app: Flask, printed: Printed) -> Path:
    store = opened(app.extensions["config"].photo_store)
    assert isinstance(store, FolderStore)
    return store.root / "derived" / "stamped" / str(printed.photo_id)[:2] / str(printed.photo_id)


def swap(file: Path) -> None:
    """By another whole picture."""
    file.write_bytes((file.parents[2] / "320" / SHA[:2] / SHA).read_bytes())


def given_copy(printed: Printed) -> bytes | None:
    with printed.look(SYSTEM):
        return given(one(Photo, printed.photo_id))


def stamp_again(printed: Printed) -> None:
    with printed.look(SYSTEM):
        stamp(str(printed.world.towns["梅城镇"]), now())
        db.session.commit()


def copy_codes(check: NightlyCheck) -> dict[str, int]:
    """The photos of this house were never brought; that is another trouble."""
    return {code: n for code, n in check.codes.items() if code.startswith("copy")}


def waiting(look: Any, job: str) -> list[str]:
    with look(SYSTEM):
        return list(db.session.scalars(select(Due.key).where(Due.job == job, Due.done_at.is_(None))))


def test_a_whole_copy_is_looked_at_and_left(printed: Printed, look: Any) -> None:
    before = waiting(look, STAMP)
    check = night(look, AT)
    assert (copy_codes(check), check.looked["copies"], waiting(look, STAMP)) == ({}, 1, before)


@pytest.mark.parametrize(("hurt", "code"), [(flip, COPY_CHANGED), (swap, COPY_CHANGED), (Path.unlink, COPY_LOST)])
def test_a_copy_that_is_not_what_was_made_is_named_and_made_anew(
    printed: Printed, file: Path, look: Any, hurt: Callable[[Path], None], code: str
) -> None:
    before = given_copy(printed)
    hurt(file)
    check = night(look, AT)
    assert copy_codes(check) == {code: 1}
    assert {"code": code, "place": {"photo": str(printed.photo_id)}} in check.told
    assert given_copy(printed) is None
    assert str(printed.world.towns["梅城镇"]) in waiting(look, STAMP)
    stamp_again(printed)
    assert given_copy(printed) == before


def test_it_is_told_in_the_journal_to_those_whose_people_brought_it(
    printed: Printed, file: Path, look: Any, world: make.World
) -> None:
    with look(SYSTEM):
        db.session.add(BlobHolder(sha256=SHA, user_id=world.viewers["inspector"].user_id, received_at=AT, receipt="{}"))
        db.session.commit()
    flip(file)
    night(look, AT)
    assert COPY_CHANGED in alarms(look)


def test_one_whose_picture_is_hurt_too_is_made_anew_from_the_original(printed: Printed, file: Path, look: Any) -> None:
    before = given_copy(printed)
    flip(file)
    flip(file.parents[2] / "1600" / SHA[:2] / SHA)
    night(look, AT)
    assert SHA in waiting(look, LOOK_AT)
    with look(SYSTEM):
        integrity.look(SHA, now())
        db.session.commit()
    stamp_again(printed)
    assert given_copy(printed) == before


def test_a_copy_of_before_there_were_hashes_is_made_anew_and_no_trouble(printed: Printed, look: Any) -> None:
    with look(SYSTEM):
        one(Photo, printed.photo_id).stamped_digest = None
        db.session.commit()
    assert copy_codes(night(look, AT)) == {}
    assert given_copy(printed) is None
    stamp_again(printed)
    with look(SYSTEM):
        assert one(Photo, printed.photo_id).stamped_digest is not None
