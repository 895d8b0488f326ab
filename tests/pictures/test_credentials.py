"""Content Credentials (内容凭证): another program reads who signed, sees each changed byte, and the pixels are the same."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.pictures.credentials import Credentials, NotSigned, NotUsable, signed
from app.pictures.prints import LARGE, SMALL, prints_of, type_of_print
from tests import samples, signing_certificate
from tests.signing_certificate import ORGANISATION, read

SAID = {"original_sha256": "ab" * 32}
PRINTS = prints_of(samples.jpeg(size=(1200, 900)))


@pytest.fixture
def made(tmp_path: Path) -> signing_certificate.Made:
    return signing_certificate.made(tmp_path / "certificate")


def by(made: signing_certificate.Made, content: bytes) -> bytes:
    return signed(content, type_of_print(content), Credentials.of(made.certificate, made.key), SAID)


def pixels(content: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(BytesIO(content)) as picture:
        return picture.size, picture.tobytes()


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_another_program_reads_who_signed_and_what_was_said(made: signing_certificate.Made, size: int) -> None:
    told = read(by(made, PRINTS[size]), made.root)
    assert (told.state, told.by, told.said) == ("Trusted", ORGANISATION, SAID)


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_the_pixels_are_the_same(made: signing_certificate.Made, size: int) -> None:
    assert pixels(by(made, PRINTS[size])) == pixels(PRINTS[size])


def test_under_another_root_it_is_valid_and_nobodys(made: signing_certificate.Made, tmp_path: Path) -> None:
    other = signing_certificate.made(tmp_path / "other")
    assert read(by(made, PRINTS[LARGE]), other.root).state == "Valid"


def test_a_changed_picture_is_seen(made: signing_certificate.Made) -> None:
    content = bytearray(by(made, PRINTS[LARGE]))
    content[-100] ^= 1
    assert read(bytes(content), made.root).state == "Invalid"


def test_a_certificate_that_has_run_out_signs_nothing(tmp_path: Path) -> None:
    old = signing_certificate.made(tmp_path, until=datetime(2021, 1, 1, tzinfo=UTC))
    with pytest.raises(NotSigned, match="not valid at time of signing"):
        by(old, PRINTS[LARGE])


def test_a_key_of_another_certificate_is_refused(made: signing_certificate.Made, tmp_path: Path) -> None:
    """The library would sign with it, and every picture would be told a forgery."""
    other = signing_certificate.made(tmp_path / "other")
    with pytest.raises(NotUsable, match="is not the key of"):
        Credentials.of(made.certificate, other.key)


def test_what_is_no_certificate_is_refused(made: signing_certificate.Made, tmp_path: Path) -> None:
    (tmp_path / "none").write_text("no certificate")
    with pytest.raises(NotUsable, match="holds no PEM"):
        Credentials.of(tmp_path / "none", made.key)
