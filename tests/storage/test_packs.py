"""Packs in the store (库里的证据包): kept whole, given bit by bit or by a signed address, and gone when they are dropped."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from app.domain.people import SYSTEM
from app.storage.folder import FolderStore
from app.storage.s3 import S3Store
from tests.storage.test_store import keep, named

CONTENT = b"a pack of some megabytes" * 400_000
BOTH = FolderStore | S3Store


def test_a_pack_is_given_as_it_was_kept_until_it_is_dropped(store: BOTH) -> None:
    name = uuid4()
    assert store.pack(name) is None
    store.keep_pack(name, BytesIO(CONTENT))
    file = store.pack(name)
    assert file is not None
    with file:
        assert file.read(10) + file.read() == CONTENT
    store.drop_pack(name)
    store.drop_pack(name)
    assert store.pack(name) is None


def test_a_pack_made_twice_is_the_second(store: BOTH) -> None:
    """A worker was killed between the bytes and the row."""
    name = uuid4()
    for content in (CONTENT, b"made again"):
        store.keep_pack(name, BytesIO(content))
    file = store.pack(name)
    assert file is not None
    with file:
        assert file.read() == b"made again"


def test_a_store_that_browsers_may_reach_gives_an_address_for_that_pack_only(s3_address: str, tmp_path: Path) -> None:
    name, other = uuid4(), uuid4()
    store = S3Store.at(f"{s3_address}&spool={tmp_path}&links=1")
    for each in (name, other):
        store.keep_pack(each, BytesIO(CONTENT))
    link = store.pack_link(name, "xunzhen-order.zip")
    assert link is not None
    with urlopen(link) as answer:  # noqa: S310 - our own server
        assert (answer.read(), "xunzhen-order.zip" in answer.headers["Content-Disposition"]) == (CONTENT, True)
    with pytest.raises(HTTPError, match="403"):
        urlopen(link.replace(str(name), str(other)))  # noqa: S310 - as above
    assert S3Store.at(f"{s3_address}&spool={tmp_path}").pack_link(name, "x.zip") is None


def test_a_locked_original_is_kept_from_the_stores_own_keys(s3_address: str, tmp_path: Path, look: Any) -> None:
    store = S3Store.at(f"{s3_address.replace('photos', 'kept')}&spool={tmp_path}&lock_days=30")
    store.client.create_bucket(Bucket="kept", ObjectLockEnabledForBucket=True)
    with look(SYSTEM):
        sha256 = keep(store, b"an original that somebody would like to be gone")
    key = f"originals/{sha256[:2]}/{sha256}"
    version = store.client.head_object(Bucket="kept", Key=key)["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        store.client.delete_object(Bucket="kept", Key=key, VersionId=version)
    assert named(store.original(sha256)) == sha256
