"""Metadata in the worker (读取元数据): what a file says of itself is kept beside its hash, once, whatever it is."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Blob, FileReading
from app.pictures import segments
from app.storage import photo_store
from tests import samples
from workers.metadata import read


def arrived(content: bytes, media_type: str = "image/jpeg") -> str:
    name = sha256(content).hexdigest()
    photo_store().keep(name, BytesIO(content))
    db.session.add(Blob(sha256=name, size=len(content), media_type=media_type, stored_at=now()))
    db.session.flush()
    return name


def fields(name: str) -> dict[str, Any]:
    return db.session.scalars(select(FileReading.fields).where(FileReading.sha256 == name)).one()


@pytest.mark.usefixtures("world")
def test_what_a_photo_says_is_kept_once(look: Any) -> None:
    with look(SYSTEM):
        name = arrived(samples.jpeg())
        read(name, now())
        read(name, now())
        assert fields(name) == {"GPSLatitudeRef": "N"}


@pytest.mark.usefixtures("world")
def test_segments_are_read_as_what_they_are(look: Any) -> None:
    xmp = b'http://ns.adobe.com/xap/1.0/\0<x xmp:CreatorTool="Snapseed 2.21"/>'
    apart = b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp
    with look(SYSTEM):
        name = arrived(apart, segments.MEDIA_TYPE)
        read(name, now())
        assert fields(name) == {"CreatorTool": "Snapseed 2.21"}


@pytest.mark.usefixtures("world")
def test_a_picture_that_cannot_be_opened_says_nothing_and_its_job_is_done(look: Any) -> None:
    with look(SYSTEM):
        name = arrived(samples.truncated()[:300])
        read(name, now())
        assert "DateTimeOriginal" not in fields(name)


@pytest.mark.usefixtures("world")
def test_bytes_that_nobody_brought_are_not_asked_for(look: Any) -> None:
    with look(SYSTEM):
        read("0" * 64, now())
        assert db.session.scalars(select(FileReading)).all() == []
