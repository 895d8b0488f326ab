"""Uploads (上传): resumable inside the file, checked as a whole, durable before the receipt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Blob, BlobHolder, Journal
from app.storage import photo_store
from app.storage.spool import Spool
from tests import make, samples
from tests.cast import Actor
from tests.tus import Sender


def test_a_whole_photo_is_stored_and_answered_with_its_receipt(sender: Sender, look: Any) -> None:
    answer = sender.whole()
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(sender.content)))
    receipt = json.loads(answer.headers["Xunzhen-Receipt"])
    with look(SYSTEM):
        assert photo_store().original(sender.sha256) == sender.content
        event = db.session.scalars(select(Journal).where(Journal.act == "photo.arrive")).one()
        told = (receipt["body_sha256"], receipt["stream"], receipt["seq"], receipt["head"])
        assert told == (sender.sha256, str(event.stream_id), event.seq, event.hash)
        assert db.session.scalars(select(Blob.media_type)).one() == "image/jpeg"


def test_parts_go_on_where_the_server_stands(sender: Sender) -> None:
    sender.begin()
    assert sender.part(0, 100).headers["Upload-Offset"] == "100"
    assert sender.where().headers["Upload-Offset"] == "100"
    assert "Xunzhen-Receipt" in sender.part(100).headers


def test_a_broken_wire_loses_only_what_had_not_come(sender: Sender, look: Any) -> None:
    sender.begin()
    sender.cut_part(0, 123)
    assert sender.where().headers["Upload-Offset"] == "123"
    with look(SYSTEM):
        assert count(BlobHolder) == 0
    assert "Xunzhen-Receipt" in sender.part(123).headers


@pytest.fixture
def spool(look: Any) -> Path:
    with look(SYSTEM):
        return photo_store().spool


def test_what_came_counts_though_nobody_saw_the_wire_break_yet(sender: Sender, spool: Path, look: Any) -> None:
    """The phone is back before its old connection is known to be dead; that one is refused when it goes on."""
    sender.begin()
    with Spool.open(spool, sender.url.rsplit("/", 1)[1], 0) as old:
        old.take([sender.content[:40]], 0)
        assert sender.where().headers["Upload-Offset"] == "40"
        assert not old.still_ours()
    assert (sender.part(40).status_code, "Xunzhen-Receipt" in sender.where().headers) == (204, True)
    with look(SYSTEM):
        assert photo_store().original(sender.sha256) == sender.content


def test_a_part_still_ends_what_had_come_to_its_last_byte(sender: Sender, spool: Path) -> None:
    sender.begin()
    with Spool.open(spool, sender.url.rsplit("/", 1)[1], 0) as old:
        old.take([sender.content], 0)
    last = len(sender.content) - 1
    assert sender.where().headers["Upload-Offset"] == str(last)
    assert "Xunzhen-Receipt" in sender.part(last).headers


def test_what_is_asked_about_a_whole_upload_is_its_receipt(sender: Sender) -> None:
    receipt = sender.whole().headers["Xunzhen-Receipt"]
    asked = sender.where()
    assert asked.headers["Upload-Offset"] == asked.headers["Upload-Length"]
    assert asked.headers["Xunzhen-Receipt"] == receipt


def test_a_new_upload_tells_where_it_is_and_until_when(sender: Sender) -> None:
    answer = sender.begin()
    assert answer.status_code == 201
    assert answer.headers["Location"].startswith("/api/v1/uploads/")
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert sender.where().headers["Upload-Metadata"].startswith("sha256 ")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.mpo(), "image/jpeg"),
        (samples.heic(6), "image/heic"),
        (samples.png(), "image/png"),
        (samples.webp(), "image/webp"),
        (samples.avif(), "image/avif"),
        (samples.with_broken_exif(), "image/jpeg"),
    ],
    ids=["mpo", "heic", "png", "webp", "avif", "broken exif"],
)
def test_the_type_is_told_by_the_content(town: Actor, look: Any, content: bytes, media_type: str) -> None:
    assert Sender(town, content, "image/jpeg").whole().status_code == 204
    with look(SYSTEM):
        assert db.session.scalars(select(Blob.media_type)).one() == media_type


def test_the_request_decodes_no_picture(town: Actor) -> None:
    assert Sender(town, samples.truncated()).whole().status_code == 204


def test_anyone_may_ask_what_is_spoken(client: FlaskClient, world: make.World) -> None:
    answer = client.options("/api/v1/uploads")
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert answer.headers["Tus-Max-Size"] == str(25 * 1024 * 1024)


def test_an_upload_can_be_ended(sender: Sender) -> None:
    sender.begin()
    sender.part(0, 10)
    assert sender.end().status_code == 204
    assert sender.where().status_code == 404
    assert list(_spool(sender).iterdir()) == []


def test_where_only_post_gets_through_a_header_says_which(sender: Sender) -> None:
    sender.begin()
    sender.only_post = True
    assert sender.part(0, 10).headers["Upload-Offset"] == "10"
    assert sender.end().status_code == 204
    assert sender.where().status_code == 404


def test_a_device_grant_is_enough(sender: Sender) -> None:
    sender.actor.client.delete_cookie("xz_session")
    sender.actor.csrf = ""
    assert sender.begin(**{"Xunzhen-Device": str(sender.actor.device_id)}).status_code == 201
    assert sender.begin().status_code == 403


def count(model: type[Any], *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _spool(sender: Sender) -> Path:
    with sender.actor.client.application.app_context():
        return photo_store().spool


@pytest.mark.parametrize("declared", ["image/heic", "image/heif", "image/jpeg"])
def test_the_content_decides_and_not_what_a_phone_calls_it(town: Actor, declared: str) -> None:
    assert "Xunzhen-Receipt" in Sender(town, samples.heic(1), declared).whole().headers
