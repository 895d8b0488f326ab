"""Uploads (上传): resumable inside the file, checked as a whole, durable before the receipt, exactly once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.actions.advance import Move
from app.actions.evidence import Answer, submit_evidence
from app.actions.order import step_order
from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM
from app.models import Blob, BlobHolder, Due, Evidence, Finding, Journal, Photo, Round, Upload
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, pictures
from tests.cast import Actor, sign_in
from tests.tus import Sender


@pytest.fixture
def town(client: FlaskClient, world: make.World) -> Actor:
    return sign_in(client, "town")


@pytest.fixture
def sender(town: Actor) -> Sender:
    return Sender(town, pictures.jpeg(comment="the photo of this test"))


def count(model: type[Any], *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


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
        (pictures.bomb(), 413, "image_too_large"),
    ],
    ids=["svg", "gif", "bomb"],
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
    ("content", "media_type"),
    [
        (pictures.mpo(), "image/jpeg"),
        (pictures.heic(6), "image/heic"),
        (pictures.png(), "image/png"),
        (pictures.webp(), "image/webp"),
        (pictures.with_broken_exif(), "image/jpeg"),
    ],
    ids=["mpo", "heic", "png", "webp", "broken exif"],
)
def test_the_type_is_told_by_the_content(town: Actor, look: Any, content: bytes, media_type: str) -> None:
    assert Sender(town, content, "image/jpeg").whole().status_code == 204
    with look(SYSTEM):
        assert db.session.scalars(select(Blob.media_type)).one() == media_type


def test_the_request_decodes_no_picture(town: Actor) -> None:
    assert Sender(town, pictures.truncated()).whole().status_code == 204


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


def test_anyone_may_ask_what_is_spoken(client: FlaskClient, world: make.World) -> None:
    answer = client.options("/api/v1/uploads")
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert answer.headers["Tus-Max-Size"] == str(25 * 1024 * 1024)


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


def test_an_upload_can_be_ended(sender: Sender) -> None:
    sender.begin()
    sender.part(0, 10)
    assert sender.end().status_code == 204
    assert sender.where().status_code == 404
    assert list(_spool(sender).iterdir()) == []


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


def test_where_only_post_gets_through_a_header_says_which(sender: Sender) -> None:
    sender.begin()
    sender.only_post = True
    assert sender.part(0, 10).headers["Upload-Offset"] == "10"
    assert sender.end().status_code == 204
    assert sender.where().status_code == 404


def test_the_same_photo_again_gets_the_first_receipt_and_makes_nothing_new(sender: Sender, look: Any) -> None:
    first = sender.whole().headers["Xunzhen-Receipt"]
    assert sender.whole().headers["Xunzhen-Receipt"] == first
    with look(SYSTEM):
        assert (count(BlobHolder), count(Journal, Journal.act == "photo.arrive")) == (1, 1)


def test_two_people_with_one_photo_have_a_receipt_each_and_one_blob(
    sender: Sender, client: FlaskClient, look: Any
) -> None:
    other = Sender(sign_in(client, "town2"), sender.content)
    receipts = {sender.whole().headers["Xunzhen-Receipt"], other.whole().headers["Xunzhen-Receipt"]}
    with look(SYSTEM):
        assert (len(receipts), count(BlobHolder), count(Blob)) == (2, 2, 1)


def test_a_device_grant_is_enough(sender: Sender) -> None:
    sender.actor.client.delete_cookie("xz_session")
    sender.actor.csrf = ""
    assert sender.begin(**{"Xunzhen-Device": str(sender.actor.device_id)}).status_code == 201
    assert sender.begin().status_code == 403


def test_a_leader_brings_no_photos(client: FlaskClient, world: make.World) -> None:
    assert Sender(sign_in(client, "leader"), pictures.jpeg()).begin().status_code == 403


def test_a_full_disk_is_507_and_the_part_does_not_count(sender: Sender) -> None:
    sender.begin()
    (_spool(sender) / sender.url.rsplit("/", 1)[1]).symlink_to("/dev/full")
    answer = sender.part(0)
    assert (answer.status_code, answer.get_json()["type"]) == (507, "storage_full")
    assert sender.where().headers["Upload-Offset"] == "0"


def test_a_declared_photo_arrives_and_its_small_pictures_are_asked_for(
    sender: Sender, world: make.World, look: Any
) -> None:
    evidence_id = answered(sender, world, look)
    sender.whole()
    with look(SYSTEM):
        photo = db.session.scalars(select(Photo).where(Photo.owner_id == evidence_id)).one()
        assert photo.arrived_at is not None
        assert count(Due, Due.job == "workers.photo.derive", Due.key == sender.sha256) > 0


def test_the_last_photo_makes_the_answer_whole_and_the_point_submitted(
    sender: Sender, world: make.World, look: Any
) -> None:
    evidence_id = answered(sender, world, look)
    with look(SYSTEM):
        assert one(Evidence, evidence_id).state == "waiting"
    sender.whole()
    with look(SYSTEM):
        evidence = one(Evidence, evidence_id)
        assert (evidence.state, one(Finding, evidence.finding_id).state) == ("whole", "submitted")
        submit = db.session.scalars(select(Journal).where(Journal.act == "finding.submit")).one()
        assert submit.user_id == world.viewers["town"].user_id


def test_somebody_elses_same_photo_fills_no_slot(
    sender: Sender, client: FlaskClient, world: make.World, look: Any
) -> None:
    evidence_id = answered(sender, world, look)
    Sender(sign_in(client, "inspector2"), sender.content).whole()
    with look(SYSTEM):
        assert one(Evidence, evidence_id).state == "waiting"


def answered(sender: Sender, world: make.World, look: Any) -> UUID:
    """An ordered point, and the town's answer that declares the sender's photo."""
    supervisor, inspector, town = (world.viewers[who] for who in ("supervisor", "inspector", "town"))
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(one(Round, round_.id), supervisor)
        order = make.make_order([finding], supervisor)
        step_order(order, Move("sign", town, now()))
        after = replace(make.photo("after", role="after"), sha256=sender.sha256)
        answer = Answer(chance.new_id(), "已清运", now(), (after,))
        submit_evidence(finding, answer, town, now())
        db.session.commit()
        return answer.evidence_id


def _spool(sender: Sender) -> Path:
    with sender.actor.client.application.app_context():
        return photo_store().spool
