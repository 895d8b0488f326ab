"""Configuration (配置): what cannot work is refused at the start, with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Config, NotConfigured

NEEDED = {"DATABASE_URL": "postgresql://", "REDIS_URL": "redis://", "SECRET_KEY": "x" * 32}


def with_spool(spool: object) -> Config:
    store = f"s3://photos?endpoint=http://127.0.0.1:9000&spool={spool}"
    return Config.from_env({**NEEDED, "PHOTO_STORE": store})


def test_a_spool_is_a_folder_that_is_there_or_can_be_made(tmp_path: Path) -> None:
    for spool in (tmp_path, tmp_path / "made" / "later"):
        assert str(spool) in with_spool(spool).photo_store


@pytest.mark.parametrize("spool", ["", "spool", "./spool", "~/spool"])
def test_a_spool_that_is_no_full_path_is_refused_with_an_example(spool: str) -> None:
    with pytest.raises(NotConfigured, match="no full path; give one, such as spool=/"):
        with_spool(spool)


def test_a_spool_that_cannot_be_written_to_is_refused_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for spool in (file, file / "below", "/proc/1/spool"):
        with pytest.raises(NotConfigured, match="cannot be written to; make it a folder"):
            with_spool(spool)


@pytest.mark.parametrize(
    "place", ["heads", "./heads", "http://archive.example/heads", "ftp://archive.example", "https:///x"]
)
def test_a_word_that_is_no_place_for_head_files_is_refused_with_an_example(place: str) -> None:
    with pytest.raises(NotConfigured, match="give a folder by its full path, s3://… or https://…"):
        Config.from_env({**NEEDED, "PHOTO_STORE": "/srv/photos", "HEADS_TO": f"/srv/heads {place}"})


def test_head_files_may_go_to_several_places() -> None:
    places = ("/srv/heads", "s3://heads?endpoint=http://10.0.0.7:9000", "https://archive.example/heads")
    named = Config.from_env({**NEEDED, "PHOTO_STORE": "/srv/photos", "HEADS_TO": "  ".join(places)})
    assert named.heads_to == places


@pytest.mark.parametrize("address", ["tsa.example", "ftp://tsa.example/tsr", "https://"])
def test_a_word_that_is_no_time_authority_is_refused(address: str) -> None:
    with pytest.raises(NotConfigured, match="is no address; give http"):
        Config.from_env({**NEEDED, "PHOTO_STORE": "/srv/photos", "TIME_AUTHORITY": address})


@pytest.mark.parametrize("roots", ["", "roots.pem", "/srv/no-such.pem"])
def test_a_time_authority_without_roots_is_refused(roots: str) -> None:
    named = {"TIME_AUTHORITY": "http://tsa.example/tsr", "TIME_AUTHORITY_ROOTS": roots}
    with pytest.raises(NotConfigured, match="full path of a PEM file"):
        Config.from_env({**NEEDED, "PHOTO_STORE": "/srv/photos", **named})


@pytest.mark.parametrize("named", [{"CREDENTIALS_KEY": "/srv/none.pem"}, {"CREDENTIALS_CERTIFICATE": "key.pem"}])
def test_a_certificate_without_its_key_is_refused(named: dict[str, str]) -> None:
    with pytest.raises(NotConfigured, match="give the full path of a PEM file"):
        Config.from_env({**NEEDED, "PHOTO_STORE": "/srv/photos", **named})


def test_a_store_in_a_folder_has_a_spool_of_its_own() -> None:
    assert Config.from_env({**NEEDED, "PHOTO_STORE": "/srv/photos?spool=x"}).photo_store == "/srv/photos?spool=x"
