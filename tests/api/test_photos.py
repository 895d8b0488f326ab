"""Photos and receipts (照片与回执): shown small to those who see the row, and told to nobody else."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import AccessLog, Photo, Round
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, samples
from tests.cast import Actor, sign_in
from tests.phone import Phone
from tests.tus import Sender
from workers.photo import derive

CONTENT = samples.jpeg(6, size=(2000, 1500))


@pytest.fixture
def inspector(client: FlaskClient, world: make.World) -> Actor:
    return sign_in(client, "inspector")


@pytest.fixture
def photo_id(inspector: Actor, world: make.World, look: Any) -> UUID:
    """The before-photo of a point of an unreleased round, derived."""
    Sender(inspector, CONTENT).whole()
    viewer = world.viewers["inspector"]
    with look(SYSTEM):
        visit = make.make_visit(make.make_round(world), viewer)
        declared = make.photo("before")
        finding = make.make_finding(visit, viewer, photos=(declared,))
        photo = db.session.scalars(select(Photo).where(Photo.owner_id == finding.id)).one()
        photo.sha256 = sha256(CONTENT).hexdigest()
        db.session.flush()
        derive(photo.sha256, now())
        make.finish(visit, viewer)
        db.session.commit()
        return photo.id


def address(photo_id: UUID, size: str = "1600") -> str:
    return f"/api/v1/photos/{photo_id}/{size}"


def reads(look: Any) -> int:
    with look(SYSTEM):
        return db.session.scalar(select(func.count()).select_from(AccessLog)) or 0


def test_a_photo_is_shown_upright_in_both_sizes(inspector: Actor, photo_id: UUID) -> None:
    for size, kind, expected in (("1600", "image/jpeg", (1600, 1200)), ("320", "image/webp", (320, 240))):
        answer = inspector.get(address(photo_id, size))
        picture = Image.open(BytesIO(answer.get_data()))
        assert (answer.content_type, picture.size) == (kind, expected)
        assert samples.corners(picture) == samples.UPRIGHT


def test_it_may_be_kept_by_the_browser_but_not_shown_without_asking(inspector: Actor, photo_id: UUID) -> None:
    first = inspector.get(address(photo_id))
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = inspector.get(address(photo_id), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_opening_the_large_picture_is_logged_and_the_small_one_not(inspector: Actor, photo_id: UUID, look: Any) -> None:
    inspector.get(address(photo_id, "320"))
    assert reads(look) == 0
    inspector.get(address(photo_id))
    assert reads(look) == 1


def test_before_release_the_town_has_no_such_photo(
    inspector: Actor, client: FlaskClient, photo_id: UUID, world: make.World, look: Any
) -> None:
    town = sign_in(client, "town")
    assert inspector.get(address(photo_id)).status_code == 200
    assert town.get(address(photo_id)).status_code == 404
    with look(SYSTEM):
        make.release(db.session.scalars(select(Round)).one(), world.viewers["supervisor"])
        db.session.commit()
    assert town.get(address(photo_id)).status_code == 200
    assert sign_in(client, "town2").get(address(photo_id)).status_code == 404


def test_a_refused_look_is_not_logged(client: FlaskClient, photo_id: UUID, look: Any) -> None:
    sign_in(client, "town").get(address(photo_id))
    assert reads(look) == 0


@pytest.mark.parametrize("path", ["7c9e6679-7425-40de-944b-e07fc1f90ae7/1600", "nonsense/1600", "nonsense/original"])
def test_unknown_malformed_and_other_sizes_are_404(inspector: Actor, path: str) -> None:
    assert inspector.get(f"/api/v1/photos/{path}").status_code == 404


def test_there_is_no_size_that_gives_the_original(inspector: Actor, photo_id: UUID) -> None:
    for size in ("original", "1601", "0", "4000"):
        assert inspector.get(address(photo_id, size)).status_code == 404


def test_a_photo_that_is_not_ready_is_404(inspector: Actor, photo_id: UUID, look: Any) -> None:
    with look(SYSTEM):
        one(Photo, photo_id).derived_at = None
        db.session.commit()
    assert inspector.get(address(photo_id)).status_code == 404


def test_a_store_that_does_not_answer_is_503(inspector: Actor, photo_id: UUID, app: Any) -> None:
    with app.app_context():
        hidden = photo_store()
    folder = hidden.spool.parent / "derived" / "1600"
    folder.rename(folder.with_name("away"))
    folder.write_text("a file where a folder should be")
    answer = inspector.get(address(photo_id))
    folder.unlink()
    folder.with_name("away").rename(folder)
    assert (answer.status_code, answer.get_json()["type"], answer.headers["Retry-After"]) == (503, "unavailable", "5")


def test_whether_a_photo_is_there_is_told_to_who_brought_it(inspector: Actor, client: FlaskClient) -> None:
    sent = Sender(inspector, CONTENT)
    path = f"/api/v1/photos/{sent.sha256}"
    assert inspector.client.head(path).status_code == 404
    sent.whole()
    assert inspector.client.head(path).status_code == 204
    assert sign_in(client, "town").client.head(path).status_code == 404


def test_a_hash_that_is_none_is_404(inspector: Actor) -> None:
    assert inspector.client.head("/api/v1/photos/nonsense").status_code == 404


def test_receipts_of_photos_are_given_again(inspector: Actor) -> None:
    sent = [Sender(inspector, samples.different_jpeg(number)) for number in (1, 2)]
    first = [json.loads(sender.whole().headers["Xunzhen-Receipt"]) for sender in sent]
    asked = "&".join(f"sha256={sender.sha256}" for sender in sent)
    answer = inspector.get(f"/api/v1/receipts?{asked}").get_json()
    assert sorted(answer, key=str) == sorted(first, key=str)


def test_receipts_of_operations_are_given_again(inspector: Actor, world: make.World, look: Any) -> None:
    with look(SYSTEM):
        round_ = make.make_round(world)
        db.session.commit()
        round_id, town_id = round_.id, world.towns["梅城镇"]
    sent = Phone(inspector).start(round_id, town_id)
    receipt = Phone(inspector).send(sent)[0]["receipt"]
    assert inspector.get(f"/api/v1/receipts?op_id={sent['op_id']}").get_json() == [receipt]


def test_foreign_receipts_are_as_absent_as_unknown_ones(inspector: Actor, client: FlaskClient) -> None:
    sent = Sender(inspector, CONTENT)
    sent.whole()
    answer = sign_in(client, "town").get(f"/api/v1/receipts?sha256={sent.sha256}&sha256={'0' * 64}")
    assert (answer.status_code, answer.get_json()) == (200, [])


def test_who_decides_on_an_operation_does_not_get_its_receipt(client: FlaskClient, world: make.World) -> None:
    town = sign_in(client, "town")
    sent = Phone(town).operation("order.sign", {"order_id": str(uuid4())})
    Phone(town).send(sent)
    asked = f"/api/v1/receipts?op_id={sent['op_id']}"
    assert len(town.get(asked).get_json()) == 1
    assert sign_in(client, "supervisor").get(asked).get_json() == []


@pytest.mark.parametrize("query", ["op_id=1", "sha256=xyz", "op=1"])
def test_what_is_no_id_hash_or_filter_is_422(inspector: Actor, query: str) -> None:
    assert inspector.get(f"/api/v1/receipts?{query}").status_code == 422


def test_a_device_grant_asks_for_receipts_and_reads_no_photo(inspector: Actor, photo_id: UUID) -> None:
    inspector.client.delete_cookie("xz_session")
    assert inspector.get(f"/api/v1/receipts?sha256={sha256(CONTENT).hexdigest()}").status_code == 200
    assert inspector.client.head(f"/api/v1/photos/{sha256(CONTENT).hexdigest()}").status_code == 204
    assert inspector.get(address(photo_id)).status_code == 401
