"""Content Credentials in evidence packs (证据包里的内容凭证): on the shown copies; the bytes that were sent stay what they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests import signing_certificate
from tests.pack.conftest import Packed
from tests.packed import AFTER, BEFORE, checked, hash_of
from tests.signing_certificate import read


@pytest.fixture
def made(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> signing_certificate.Made:
    it = signing_certificate.made(tmp_path / "certificate")
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], **it.named))
    return it


@pytest.fixture
def shown(packed: Packed) -> None:
    """Small pictures are there, as the worker makes them."""
    packed.derived()


def test_each_photo_has_a_signed_copy_beside_the_bytes_that_were_sent(
    packed: Packed, shown: None, made: signing_certificate.Made
) -> None:
    folder = packed.of_order()
    copies = {file.stem: read(file.read_bytes(), made.root) for file in (folder / "photos" / "shown").iterdir()}
    assert {it.state for it in copies.values()} == {"Trusted"}
    assert {name: it.said for name, it in copies.items()} == {
        sha256: {"original_sha256": sha256} for sha256 in (hash_of(BEFORE), hash_of(AFTER))
    }
    assert {file.read_bytes() for file in (folder / "photos").glob("*.jpg")} == {BEFORE, AFTER}
    assert checked(folder)[0] == 0


def test_without_a_certificate_nothing_is_added(packed: Packed, shown: None) -> None:
    assert not (packed.of_order() / "photos" / "shown").exists()
