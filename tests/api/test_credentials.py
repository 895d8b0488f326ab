"""Content Credentials on what leaves (带出去的图的内容凭证): stamped copies and published ones, where a certificate is there; never an original."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app import exported
from app.config import Config, NotConfigured
from app.domain.people import SYSTEM
from app.storage import photo_store
from tests import make, signing_certificate, stamped
from tests.cast import sign_in
from tests.signing_certificate import ORGANISATION, read
from tests.stamped import CONTENT, SHA, Printed

Using = Callable[[signing_certificate.Made], None]


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    made = stamped.printed(world, look)
    made.released()
    return made


@pytest.fixture
def made(tmp_path: Path) -> signing_certificate.Made:
    return signing_certificate.made(tmp_path / "certificate")


@pytest.fixture
def using(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Using:
    def configured(it: signing_certificate.Made) -> None:
        monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], **it.named))

    return configured


def kept(printed: Printed) -> bytes:
    with printed.look(SYSTEM):
        return photo_store().stamped(printed.photo_id) or b""


def pixels(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as picture:
        return picture.tobytes()


def taken(client: FlaskClient, printed: Printed) -> bytes:
    answer = sign_in(client, "town").get(f"/api/v1/photos/{printed.photo_id}/stamped")
    assert answer.status_code == 200
    return bytes(answer.data)


def test_without_a_certificate_the_copy_leaves_as_it_was_made(client: FlaskClient, printed: Printed) -> None:
    assert taken(client, printed) == kept(printed)


def test_with_one_a_stamped_copy_says_who_gave_it(
    client: FlaskClient, printed: Printed, made: signing_certificate.Made, using: Using
) -> None:
    using(made)
    content = taken(client, printed)
    told = read(content, made.root)
    assert (told.state, told.by) == ("Trusted", ORGANISATION)
    assert pixels(content) == pixels(kept(printed))


def test_what_is_kept_stays_as_it_was(
    client: FlaskClient, printed: Printed, made: signing_certificate.Made, using: Using
) -> None:
    before = kept(printed)
    using(made)
    taken(client, printed)
    assert kept(printed) == before
    with printed.look(SYSTEM):
        assert photo_store().original(SHA) == CONTENT


def test_what_is_published_says_it_too(
    client: FlaskClient, printed: Printed, made: signing_certificate.Made, using: Using
) -> None:
    using(made)
    answer = sign_in(client, "supervisor").get(f"/photos/{printed.photo_id}/published")
    assert read(answer.data, made.root).state == "Trusted"


def test_a_certificate_that_has_run_out_keeps_no_picture_back(
    client: FlaskClient, printed: Printed, tmp_path: Path, using: Using, caplog: pytest.LogCaptureFixture
) -> None:
    using(signing_certificate.made(tmp_path / "old", until=datetime(2021, 1, 1, tzinfo=UTC)))
    assert taken(client, printed) == kept(printed)
    assert "without Content Credentials" in caplog.text


def test_a_key_of_another_certificate_is_refused_at_the_start(
    app: Flask, made: signing_certificate.Made, tmp_path: Path
) -> None:
    config: Config = app.extensions["config"]
    other = signing_certificate.made(tmp_path / "other")
    exported.check(replace(config, **made.named))
    with pytest.raises(NotConfigured, match="is not the key of"):
        exported.check(replace(config, **{**made.named, "credentials_key": str(other.key)}))


def test_where_the_packages_are_missing_it_says_which(
    app: Flask, made: signing_certificate.Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported, "find_spec", lambda _name: None)
    exported.check(app.extensions["config"])
    with pytest.raises(NotConfigured, match=r"requirements-credentials\.txt"):
        exported.check(replace(app.extensions["config"], **made.named))
