"""Stamps in the worker (加盖水印): codes at once, stamped copies once the point is told, town by town, and never half."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import receipts
from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.db import bells_to_ring, db, now
from app.domain.people import SYSTEM
from app.domain.stamp import grouped
from app.models import Due, Evidence, Finding, Photo, PhotoCode, Round
from app.pictures.stamp import stamped
from app.queries.by_id import one
from app.queries.stamp import whose
from app.stamps import address_of, printed
from app.storage import photo_store
from tests import make, samples
from tests.stamped import SHA, found, shown
from workers.photo import derive
from workers.stamp import stamp


@pytest.fixture
def system(world: make.World, look: Any) -> Iterator[None]:
    with look(SYSTEM):
        yield


def release(world: make.World, finding: Finding) -> None:
    assert finding.origin is not None
    make.release(one(Round, str(finding.origin.round_id)), world.viewers["supervisor"])
    db.session.flush()


def code_of(photo: Photo) -> PhotoCode:
    return db.session.scalars(select(PhotoCode).where(PhotoCode.photo_id == photo.id)).one()


def lines_on(photo: Photo) -> list[str]:
    """The words on its stamped copy: the copy is made anew with them, to the same bytes."""
    of, small = whose(photo), photo_store().small(photo.sha256, 1600)
    assert of is not None
    assert photo.claim is not None
    assert small is not None
    lines = list(printed(photo, photo.claim, of)[0])
    assert photo_store().stamped(photo.id) == stamped(small, lines, address_of(code_of(photo).code))
    return lines


def due(town_id: UUID) -> list[str]:
    rows = select(Due.key).where(Due.job == "workers.stamp.stamp", Due.done_at.is_(None), Due.key.like(f"{town_id}%"))
    return list(db.session.scalars(rows))


def test_a_photo_has_its_code_as_soon_as_it_can_be_shown(world: make.World, system: None) -> None:
    finding, (photo,) = found(world)
    shown(photo)
    derive(SHA, now())
    code = code_of(photo)
    assert (code.told_at, code.time_says, code.town_id, photo.stamped_at) == (None, None, finding.town_id, None)
    assert due(finding.town_id) == []


def test_a_point_that_is_not_told_is_not_stamped(world: make.World, system: None) -> None:
    finding, (photo,) = found(world)
    shown(photo)
    stamp(str(finding.town_id), now())
    assert (photo.stamped_at, code_of(photo).told_at, photo_store().stamped(photo.id)) == (None, None, None)


def test_the_release_has_its_points_stamped(world: make.World, system: None) -> None:
    finding, (photo,) = found(world)
    shown(photo)
    release(world, finding)
    assert set(due(finding.town_id)) == {str(finding.town_id)}
    stamp(str(finding.town_id), now())
    code = code_of(photo)
    assert (photo.stamped_at, code.told_at, code.time_says) == (now(), now(), "phone")
    assert lines_on(photo) == [
        "美丽城镇督查 · 整改前",
        "2026-11-12 10:00:00 · 手机时间·未核对",
        "建德市梅城镇 · ±8m",
        "119.510000, 29.546000（WGS-84）",
        f"建德市督查组 · 编号 {grouped(code.code)}",
    ]
    assert (photo_store().stamped(photo.id) or b"").startswith(b"\xff\xd8")


def test_a_photo_that_comes_after_the_release_is_stamped_too(world: make.World, system: None) -> None:
    finding, (photo,) = found(world)
    release(world, finding)
    bells_to_ring()
    shown(photo)
    assert bells_to_ring() == [("workers.stamp.stamp", str(finding.town_id))]


def test_a_point_handed_over_early_is_stamped_with_the_release_only(world: make.World, system: None) -> None:
    """A stamp would tell when and where somebody was on a round that does not exist yet (decision 4)."""
    finding, (photo,) = found(world)
    shown(photo)
    step_finding(finding, Move("hand_over", world.viewers["supervisor"], now()))
    db.session.flush()
    stamp(str(finding.town_id), now())
    assert photo.stamped_at is None
    release(world, finding)
    stamp(str(finding.town_id), now())
    assert photo.stamped_at == now()


def test_an_answer_is_stamped_for_the_town_that_gave_it(world: make.World, system: None) -> None:
    finding, _ = found(world)
    release(world, finding)
    step_order(make.make_order([finding], world.viewers["supervisor"]), Move("sign", world.viewers["town"], now()))
    answer: Evidence = make.answer(finding, world.viewers["town"], source="gallery", position=None)
    shown(*answer.photos)
    stamp(str(finding.town_id), now())
    kind, time, place, unit = lines_on(*answer.photos)
    assert (kind, time.partition(" · ")[2], place) == (
        "美丽城镇督查 · 整改后",
        "相册照片，文件时间·未核对",
        "建德市梅城镇 · 没有定位",
    )
    assert unit.startswith("梅城镇人民政府 · ")


@pytest.mark.parametrize(("ahead", "says"), [(timedelta(), "checked"), (timedelta(hours=3), "phone")])
def test_a_time_between_two_answers_of_the_server_is_checked(
    app: Flask, world: make.World, system: None, ahead: timedelta, says: str
) -> None:
    """And one that is later than the server received it is only the phone's word."""
    nonce = receipts.nonce(app.config["SECRET_KEY"], now() - timedelta(hours=1))
    finding, (photo,) = found(world, taken_at=now() + ahead, server_nonce=nonce)
    shown(photo)
    release(world, finding)
    stamp(str(finding.town_id), now())
    assert code_of(photo).time_says == says
    assert lines_on(photo)[1].endswith({"checked": " · 时间与服务器核对过", "phone": " · 手机时间·未核对"}[says])


def test_no_stamp_names_a_person(world: make.World, system: None) -> None:
    finding, (photo,) = found(world)
    shown(photo)
    release(world, finding)
    stamp(str(finding.town_id), now())
    assert not [login for login in world.viewers if login in " ".join(lines_on(photo))]


def test_a_town_with_many_photos_lets_others_pass(world: make.World, system: None) -> None:
    """One job does a few, and queues up again behind what came meanwhile; each photo once."""
    finding, photos = found(world, photos=23)
    shown(*photos)
    release(world, finding)
    keys, steps = [str(finding.town_id)], []
    while keys:
        before = stamped_so_far()
        bells_to_ring()
        stamp(keys.pop(0), now())
        steps.append(stamped_so_far() - before)
        keys += [key for _, key in bells_to_ring()]
    assert steps == [10, 10, 3]


def test_one_photo_that_cannot_be_stamped_stops_no_other(world: make.World, system: None) -> None:
    finding, photos = found(world, photos=12)
    shown(*photos)
    first = min(photos, key=lambda it: it.id)
    first.sha256 = "0" * 64
    release(world, finding)
    stamp(str(finding.town_id), now())
    (_, after), *_ = bells_to_ring()[-1:]
    stamp(after, now())
    assert stamped_so_far() == 11
    assert first.stamped_at is None


def test_a_picture_that_was_changed_in_the_store_is_never_stamped(world: make.World, system: None) -> None:
    finding, (photo,) = found(world)
    shown(photo)
    release(world, finding)
    photo_store().keep_small(SHA, 1600, samples.different_jpeg(31))
    stamp(str(finding.town_id), now())
    assert (photo.stamped_at, photo_store().stamped(photo.id)) == (None, None)


def test_other_towns_are_left_alone(world: make.World, system: None) -> None:
    here, (photo,) = found(world)
    there, (other,) = found(world, town="寿昌镇")
    shown(photo, other)
    release(world, here)
    release(world, there)
    stamp(str(here.town_id), now())
    assert (photo.stamped_at, other.stamped_at) == (now(), None)


def test_a_worker_that_is_killed_in_between_leaves_nothing_half(
    world: make.World, system: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed once the copy lies in the store: nothing says so, and the next one does it again to the same bytes."""
    finding, (photo,) = found(world)
    shown(photo)
    release(world, finding)
    kept: list[bytes] = []
    store = type(photo_store())
    real = store.keep_stamped

    def dying(self: Any, photo_id: UUID, content: bytes) -> None:
        real(self, photo_id, content)
        kept.append(content)
        if len(kept) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(store, "keep_stamped", dying)
    with pytest.raises(KeyboardInterrupt), db.session.begin_nested():
        stamp(str(finding.town_id), now())
    assert (photo.stamped_at, code_of(photo).told_at) == (None, None)
    stamp(str(finding.town_id), now())
    assert kept[0] == kept[1] == photo_store().stamped(photo.id)
    assert photo.stamped_at == now()


def test_photos_from_before_there_were_codes_get_theirs(
    world: make.World, system: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding, (photo,) = found(world)
    monkeypatch.setattr("workers.photo.welcome", lambda _photos, _at: None)
    shown(photo)
    release(world, finding)
    stamp(str(finding.town_id), now())
    assert code_of(photo).told_at == now()


def stamped_so_far() -> int:
    return db.session.scalars(select(func.count()).select_from(Photo).where(Photo.stamped_at.is_not(None))).one()
