"""Rescue files at the desk (救援文件): stored as their maker's, once however often; what is not ours does not open."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.db import db
from app.domain.people import SYSTEM, Role, UnitKind
from app.models import BlobHolder, DeviceGrant, Finding, FindingOrigin, Journal, Operation, QueueKey, Region
from tests import make, samples
from tests.cast import Actor, sign_in
from tests.desk import Desk, Page
from tests.pages.conftest import SignedIn
from tests.phone import Phone, photo

Import = Callable[[bytes], Page]
MADE = "2026-11-12T08:00:00.000Z"
PICTURE = samples.jpeg(tag=3)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.fixture
def inspector(app: Flask, world: make.World) -> Actor:
    return sign_in(app.test_client(), "inspector")


@pytest.fixture
def records(inspector: Actor, world: make.World, look: Any) -> list[dict[str, Any]]:
    """A visit with one point, as they lie in the phone's queue."""
    with look(SYSTEM):
        round_id = make.make_round(world).id
        db.session.commit()
    phone = Phone(inspector)
    start = phone.start(round_id, world.towns["梅城镇"])
    declared = {**photo("x"), "sha256": digest(PICTURE)}
    return [start, phone.record(start, photos=[declared])]


@pytest.fixture
def packed(inspector: Actor, records: list[dict[str, Any]], look: Any) -> bytes:
    """All of it in one file."""
    return pack(inspector, key_of(inspector, look), records, [PICTURE])


@pytest.fixture
def hand_in(desk: SignedIn) -> Import:
    """As the county's supervisor."""
    return lambda content: upload(desk("supervisor"), content)


def key_of(actor: Actor, look: Any) -> str:
    with look(SYSTEM):
        return db.session.scalars(select(QueueKey.key).where(QueueKey.device_id == actor.device_id)).one()


def pack(actor: Actor, key: str, operations: list[Any], pictures_: list[bytes], **head: Any) -> bytes:
    blobs = [{"sha256": digest(it), "type": "image/jpeg", "size": len(it)} for it in pictures_]
    return sealed(actor, key, [json.dumps({"operations": operations, "blobs": blobs}).encode(), *pictures_], **head)


def sealed(actor: Actor, key: str, plain: list[bytes], **head: Any) -> bytes:
    """A second writer of the format, after the words of app/intake/sealed_file.py."""
    device, n = str(actor.device_id), len(plain)
    said = {
        "format": "xunzhen-rescue-1",
        "device_id": device,
        "user_id": actor.user["id"],
        "made_at": MADE,
        "frames": n,
    }
    file = json.dumps({**said, **head}).encode() + b"\n"
    for i, frame in enumerate(plain):
        nonce = os.urandom(12)
        box = nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, frame, f"rescue:{device}:{MADE}:{i}/{n}".encode())
        file += struct.pack(">I", len(box)) + box
    return file


def upload(desk: Desk, content: bytes) -> Page:
    form = desk.open("/rescue").form_to("/rescue")
    fields = {name: values[0] for name, values in form.fields.items() if name != "file"}
    file = FileStorage(BytesIO(content), "手机.xzr", "file")
    boundary, body = encode_multipart({**fields, "file": file})
    return Page(desk.client.post("/rescue", data=body, content_type=f"multipart/form-data; boundary={boundary}"))


def test_it_is_stored_as_its_makers(hand_in: Import, packed: bytes, world: make.World, look: Any) -> None:
    page = hand_in(packed)
    assert page.status == 200
    with look(SYSTEM):
        finding = db.session.scalars(select(Finding)).one()
        held = db.session.scalars(select(BlobHolder)).one()
        maker = world.viewers["inspector"].user_id
        origin = db.session.scalars(select(FindingOrigin)).one()
        assert (origin.recorded_by, finding.photos[0].arrived_at is not None) == (maker, True)
        assert (held.user_id, held.sha256) == (maker, digest(PICTURE))


def test_the_phone_later_gets_the_same_receipts(
    hand_in: Import, packed: bytes, inspector: Actor, records: list[dict[str, Any]]
) -> None:
    hand_in(packed)
    told = Phone(inspector).send(*records)
    assert [verdict["verdict"] for verdict in told] == ["repeated", "repeated"]
    assert told[1]["missing"] == []


def test_a_second_import_stores_nothing_twice(hand_in: Import, packed: bytes, look: Any) -> None:
    hand_in(packed)
    assert "早已入库" in hand_in(packed).text
    with look(SYSTEM):
        assert [db.session.scalars(select(func.count()).select_from(it)).one() for it in (Operation, Finding)] == [2, 1]


def test_who_handed_it_in_is_journaled_with_counts_alone(
    hand_in: Import, packed: bytes, world: make.World, look: Any
) -> None:
    hand_in(packed)
    with look(SYSTEM):
        row = db.session.scalars(select(Journal).where(Journal.act == "rescue.import")).one()
        assert (row.user_id, row.body["records"], row.body["photos"]) == (world.viewers["supervisor"].user_id, 2, 1)


def test_a_phone_whose_grant_was_revoked_is_kept_for_a_person(
    hand_in: Import, packed: bytes, inspector: Actor, look: Any
) -> None:
    with look(SYSTEM):
        grant = db.session.scalars(select(DeviceGrant).where(DeviceGrant.device_id == inspector.device_id)).one()
        grant.revoked_at = grant.created_at
        db.session.commit()
    assert "保留待处理" in hand_in(packed).text
    with look(SYSTEM):
        assert set(db.session.scalars(select(Operation.reason))) == {"grant_revoked"}


def test_a_file_cut_short_is_said_and_goes_in_whole_later(hand_in: Import, packed: bytes, look: Any) -> None:
    cut = hand_in(packed[:-20])
    assert (cut.status, "重新拷一次" in cut.text) == (422, True)
    assert hand_in(packed).status == 200
    with look(SYSTEM):
        assert db.session.scalars(select(func.count()).select_from(Operation)).one() == 2


def test_a_changed_byte_is_not_taken(desk: SignedIn, packed: bytes) -> None:
    office = desk("supervisor")
    for at in (1, 60, 330, 700, -1):  # the head, whose it is, the list, the picture, its end
        changed = bytearray(packed)
        changed[at] ^= 1
        assert upload(office, bytes(changed)).status == 422


def test_what_is_no_rescue_file_has_a_sentence(desk: SignedIn) -> None:
    office = desk("supervisor")
    for content in (b"", b"{}\n", b"not ours", b"[1]\n", b'{"format": "xunzhen-rescue-1"}\n', PICTURE):
        page = upload(office, content)
        assert (page.status, "这个文件打不开" in page.text) == (422, True)


def test_a_file_of_many_photos_is_taken(
    hand_in: Import, inspector: Actor, records: list[dict[str, Any]], look: Any
) -> None:
    heavy = [PICTURE, *(PICTURE + bytes(1_000_000) + bytes([i]) for i in range(4))]
    page = hand_in(pack(inspector, key_of(inspector, look), records, heavy))
    assert (page.status, "早已入库" in page.text) == (200, False)


def test_one_bad_row_keeps_no_other_from_being_rescued(
    hand_in: Import, inspector: Actor, records: list[dict[str, Any]], look: Any
) -> None:
    other = Phone(inspector).operation("visit.finish", {"visit_id": "7"})
    bad = [{**other, "sha256": "0" * 64}, 7, {**other, "payload": {"a": "\u0000"}, "sha256": "1" * 64}]
    page = hand_in(pack(inspector, key_of(inspector, look), [*bad, *records], [PICTURE]))
    assert "读不出来，没有收 3" in page.text
    with look(SYSTEM):
        assert db.session.scalars(select(func.count()).select_from(Operation)).one() == 2
        assert db.session.scalars(select(Journal).where(Journal.act == "rescue.import")).one().body["records"] == 5


def test_a_list_that_says_nonsense_has_a_sentence(desk: SignedIn, inspector: Actor, look: Any) -> None:
    office, key = desk("supervisor"), key_of(inspector, look)
    deep = b"[" * 100_000
    for nonsense in (
        b"{}",
        b"[]",
        b"nope",
        deep,
        b'{"operations": 5, "blobs": []}',
        b'{"operations": [], "blobs": [7]}',
    ):
        assert upload(office, sealed(inspector, key, [nonsense])).status == 422
    for head in ({"frames": 0}, {"frames": float("inf")}, {"frames": 2.5}, {"made_at": "\ud800"}, {"made_at": "x"}):
        assert upload(office, pack(inspector, key, [], [], **head)).status == 422


def test_nothing_chosen_is_said(desk: SignedIn) -> None:
    at_desk = desk("supervisor")
    answer = at_desk.send(at_desk.open("/rescue").form_to("/rescue"))
    assert (answer.status_code, "还没选文件" in answer.get_data(as_text=True)) == (422, True)


def test_another_users_name_on_it_opens_nothing(
    hand_in: Import, inspector: Actor, records: list[dict[str, Any]], world: make.World, look: Any
) -> None:
    forged = pack(inspector, key_of(inspector, look), records, [], user_id=str(world.viewers["town"].user_id))
    assert hand_in(forged).status == 422
    with look(SYSTEM):
        assert db.session.scalars(select(func.count()).select_from(Operation)).one() == 0


def test_another_county_cannot_open_it(desk: SignedIn, packed: bytes, look: Any) -> None:
    with look(SYSTEM):
        county = db.session.scalars(select(Region).where(Region.name == "安吉县")).one()
        make.make_person("far", Role.SUPERVISOR, make.make_unit("安吉县专班", UnitKind.OFFICE, county), county)
        db.session.commit()
    assert upload(desk("far"), packed).status == 422
