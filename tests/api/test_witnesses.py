"""Witnesses (照片的见证): the untouched original and its metadata segments, each accepted by its own hash alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Blob, Photo
from app.pictures import segments
from app.storage import photo_store
from tests import samples
from tests.cast import Actor
from tests.tus import Sender

EXIF = b"\xff\xe1\x00\x0aExif\x00\x00MM"
XMP = b"\xff\xe1\x00\x06http"
CREDENTIALS = b"\xff\xeb\x00\x04JP"


@pytest.fixture
def send(town: Actor) -> Callable[[bytes], Sender]:
    return lambda content: Sender(town, content, segments.MEDIA_TYPE)


def test_segments_are_stored_byte_for_byte_with_a_receipt_of_their_own(
    send: Callable[[bytes], Sender], look: Any
) -> None:
    sender = send(EXIF + XMP + CREDENTIALS)
    answer = sender.whole()
    assert (answer.status_code, "Xunzhen-Receipt" in answer.headers) == (204, True)
    with look(SYSTEM):
        blob = db.session.scalars(select(Blob).where(Blob.sha256 == sender.sha256)).one()
        assert (blob.media_type, photo_store().original(blob.sha256)) == (segments.MEDIA_TYPE, EXIF + XMP + CREDENTIALS)
        assert db.session.scalars(select(Photo)).all() == []  # no slot is filled by it


@pytest.mark.parametrize(
    "content",
    [EXIF[:-1], EXIF + b"\xff", b"\xff\xdb\x00\x04qq", b"\xff\xe1\x00\x00", b"<script>", samples.jpeg()],
    ids=["cut", "cut head", "another kind", "no length", "html", "a picture"],
)
def test_what_are_no_segments_is_refused_and_not_kept(
    send: Callable[[bytes], Sender], look: Any, content: bytes
) -> None:
    sender = send(content)
    answer = sender.whole()
    assert (answer.status_code, answer.get_json()["type"]) == (415, "not_segments")
    with look(SYSTEM):
        assert db.session.scalars(select(Blob).where(Blob.sha256 == sender.sha256)).first() is None


def test_segments_are_small(send: Callable[[bytes], Sender]) -> None:
    assert send(EXIF).begin(**{"Upload-Length": str(segments.MOST + 1)}).status_code == 413
