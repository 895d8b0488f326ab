"""Uploads that are refused (拒收): with tus's own codes, a reason, and nothing left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM
from app.models import Blob, Upload
from app.storage import photo_store
from tests import make, samples
from tests.cast import Actor, sign_in
from tests.tus import Sender


def count(model: type[Any], *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


@pytest.mark.parametrize("offset", ["1", "99999"])
def test_a_part_that_does_not_begin_where_the_server_stands_is_409(sender: Sender, offset: str) -> None:
    sender.begin()
    assert sender.part(0, 10, **{"Upload-Offset": offset}).status_code == 409


def test_a_part_of_a_whole_upload_is_409(sender: Sender) -> None:
    sender.whole()
    assert sender.part(0).status_code == 409


def test_a_part_longer_than_the_photo_is_413(sender: Sender) -> None:
    sender.begin(**{"Upload-Length": "50"})
    assert sender.part(0).status_code == 413


def test_other_bytes_than_declared_are_460_and_the_upload_is_gone(sender: Sender) -> None:
    sender.begin()
    sender.content = sender.content[:-3] + b"???"
    answer = sender.part(0)
    assert (answer.status_code, answer.get_json()["type"]) == (460, "bytes_differ")
    assert sender.where().status_code == 404
    assert list(_spool(sender).iterdir()) == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"<svg onload=alert(1)>" * 9, 415, "not_an_image"),
        (b"GIF89a" + bytes(99), 415, "not_an_image"),
        (samples.bomb(), 413, "image_too_large"),
        (samples.bomb_of_webp(), 413, "image_too_large"),
        (samples.moving(), 415, "moving_picture"),
    ],
    ids=["svg", "gif", "bomb", "webp", "film"],
)
def test_what_is_no_bearable_picture_is_refused_and_not_kept(
    town: Actor, look: Any, content: bytes, status: int, code: str
) -> None:
    sender = Sender(town, content, "image/png")
    answer = sender.whole()
    assert (answer.status_code, answer.get_json()["type"]) == (status, code)
    with look(SYSTEM):
        assert count(Blob) + count(Upload) == 0


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Upload-Length", str(25 * 1024 * 1024 + 1), 413),
        ("Upload-Length", "0", 415),
        ("Upload-Length", "-1", 400),
        ("Upload-Length", "²", 400),
        ("Upload-Metadata", "", 400),
        ("Upload-Metadata", "sha256 ???", 400),
        ("Upload-Metadata", "sha256 YWJj,filetype aW1hZ2UvanBlZw==", 400),
        ("Tus-Resumable", "0.2.2", 412),
    ],
)
def test_a_beginning_that_makes_no_sense_is_refused(sender: Sender, header: str, value: str, status: int) -> None:
    assert sender.begin(**{header: value}).status_code == status


def test_what_is_declared_as_no_picture_is_refused_before_any_byte(town: Actor) -> None:
    assert Sender(town, b"%PDF-1.7", "application/pdf").begin().status_code == 415


def test_another_version_is_told_ours(sender: Sender) -> None:
    answer = sender.begin(**{"Tus-Resumable": "2.0.0"})
    assert (answer.headers["Tus-Version"], answer.headers["Tus-Resumable"]) == ("1.0.0", "1.0.0")


def test_a_part_of_another_content_type_is_415(sender: Sender) -> None:
    sender.begin()
    sender.part_type = "image/jpeg"
    assert sender.part(0).status_code == 415


def test_a_foreign_upload_looks_like_an_unknown_one(sender: Sender, client: FlaskClient) -> None:
    sender.begin()
    foreign = Sender(sign_in(client, "town2"), sender.content)
    foreign.url = sender.url
    unknown = Sender(foreign.actor, sender.content)
    unknown.url = f"/api/v1/uploads/{chance.new_id()}"
    answers = [(a.status_code, a.get_json() | {"instance": ""}) for a in (foreign.part(0), unknown.part(0))]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert (foreign.where().status_code, foreign.end().status_code) == (404, 404)
    assert sender.part(0).status_code == 204


def test_an_upload_that_ran_out_is_410(sender: Sender, clock: Any, look: Any) -> None:
    sender.begin()
    with look(SYSTEM):
        upload = db.session.scalars(select(Upload)).one()
        upload.expires_at = now()
        db.session.commit()
    assert (sender.where().status_code, sender.part(0).status_code) == (410, 410)


def test_an_upload_whose_bytes_are_lost_is_gone_and_begins_anew(sender: Sender) -> None:
    sender.begin()
    sender.part(0, 50)
    next(_spool(sender).iterdir()).unlink()
    assert sender.part(50).status_code == 410
    assert sender.where().status_code == 404
    assert sender.whole().status_code == 204


def test_a_leader_brings_no_photos(client: FlaskClient, world: make.World) -> None:
    assert Sender(sign_in(client, "leader"), samples.jpeg()).begin().status_code == 403


def test_a_full_disk_is_507_and_the_part_does_not_count(sender: Sender) -> None:
    sender.begin()
    (_spool(sender) / sender.url.rsplit("/", 1)[1]).symlink_to("/dev/full")
    answer = sender.part(0)
    assert (answer.status_code, answer.get_json()["type"]) == (507, "storage_full")
    assert sender.where().headers["Upload-Offset"] == "0"


def _spool(sender: Sender) -> Path:
    with sender.actor.client.application.app_context():
        return photo_store().spool
