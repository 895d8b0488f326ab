"""Places outside (外部存放处): the folder and a real S3 server keep what they got, whole and once; a web address is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from botocore.exceptions import ClientError

from app.domain import chance
from app.domain.heads import FIRST, HeadText, written
from app.outside import Readable, opened
from app.outside.faults import OtherFileThere, PlaceAway
from app.outside.folder import FolderPlace
from app.outside.key import HeadKey
from app.outside.s3 import S3Place
from app.outside.webhook import WebhookPlace

NAME, TEXT = "000000001.json", b'{"n":1}'


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Readable:
    """Each promise is asked of both."""
    if request.param == "folder":
        return FolderPlace(tmp_path / "away" / "heads")
    return S3Place.at(f"{request.getfixturevalue('s3_address')}&prefix={chance.new_token()}/")


def test_what_was_put_is_there_under_its_name(place: Readable) -> None:
    place.put(NAME, TEXT)
    assert (place.names(), place.read(NAME)) == ([NAME], TEXT)


def test_what_was_never_put_is_not_there(place: Readable) -> None:
    assert (place.names(), place.read(NAME)) == ([], None)


def test_the_same_file_may_come_again(place: Readable) -> None:
    place.put(NAME, TEXT)
    place.put(NAME, TEXT)
    assert (place.names(), place.read(NAME)) == ([NAME], TEXT)


def test_another_file_of_that_name_never_takes_its_place(place: Readable) -> None:
    place.put(NAME, TEXT)
    with pytest.raises(OtherFileThere):
        place.put(NAME, b'{"n":1,"forged":true}')
    assert place.read(NAME) == TEXT


def test_a_server_that_knows_the_condition_refuses_even_between_look_and_writing(
    s3_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file comes after we looked: the first answer is that there is none."""
    place, answers = S3Place.at(f"{s3_address}&prefix={chance.new_token()}/"), [None, TEXT]
    place.put(NAME, TEXT)
    monkeypatch.setattr(S3Place, "read", lambda _self, _name: answers.pop(0))
    with pytest.raises(OtherFileThere):
        place.put(NAME, b"forged")
    monkeypatch.undo()
    assert place.read(NAME) == TEXT


def test_a_bucket_with_object_lock_keeps_the_file_from_its_own_keys(s3_address: str) -> None:
    place = S3Place.at(f"{s3_address.replace('photos', 'locked')}&lock_days=30")
    place.client.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    key = HeadKey("a secret of this test, long enough for it")
    said = HeadText(1, datetime(2100, 1, 1, tzinfo=UTC), FIRST, "0" * 64, key.public)
    place.put(NAME, written(said, key).encode())
    version = place.client.head_object(Bucket="locked", Key=NAME)["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        place.client.delete_object(Bucket="locked", Key=NAME, VersionId=version)


def test_a_bucket_may_have_keys_of_its_own(s3_address: str) -> None:
    """It should belong to somebody else than the photos; the label does not tell them."""
    wrong = S3Place.at(s3_address.replace("s3://", "s3://auditor:no%2Fsuch@"))
    assert (wrong.bucket, wrong.label) == ("photos", "s3://photos/")
    with pytest.raises(PlaceAway, match="InvalidAccessKeyId"):
        wrong.put(NAME, TEXT)


def test_what_lies_in_the_folder_cannot_be_written_to(tmp_path: Path) -> None:
    FolderPlace(tmp_path).put(NAME, TEXT)
    assert (tmp_path / NAME).stat().st_mode & 0o222 == 0


def test_a_folder_that_cannot_be_written_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PlaceAway):
        FolderPlace(tmp_path / "file" / "heads").put(NAME, TEXT)


def test_a_server_that_is_gone_or_has_no_such_bucket_is_away(s3_address: str) -> None:
    for address in ("s3://heads?endpoint=http://127.0.0.1:9", s3_address.replace("photos", "other")):
        with pytest.raises(PlaceAway):
            S3Place.at(address).put(NAME, TEXT)


class Hook(BaseHTTPRequestHandler):
    """Answers with the status it was told to, and remembers what came."""

    status: ClassVar[int] = 204
    came: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.came.append((self.path, self.headers["Xunzhen-Head-File"], body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def hook(status: int) -> Iterator[str]:
    Hook.status, Hook.came = status, []
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/heads?token=its-own-secret"
        finally:
            server.shutdown()
            thread.join()


def test_a_web_address_gets_the_file_with_its_name() -> None:
    with hook(204) as address:
        opened(address).put(NAME, TEXT)
    assert Hook.came == [("/heads?token=its-own-secret", NAME, TEXT)]


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500, 503])
def test_only_a_two_hundred_is_a_delivery(status: int) -> None:
    with hook(status) as address, pytest.raises(PlaceAway, match=str(status)):
        WebhookPlace(address).put(NAME, TEXT)
    assert len(Hook.came) == 1


def test_nobody_listening_is_away() -> None:
    with pytest.raises(PlaceAway):
        WebhookPlace("http://127.0.0.1:9/heads").put(NAME, TEXT)


def test_neither_key_nor_label_holds_the_secret_of_an_address() -> None:
    place = WebhookPlace("https://user:word@hook.example/token-of-the-bot?key=its-own-secret")
    assert place.label == "https://hook.example"
    assert not {"word", "token-of-the-bot", "its-own-secret"} & {place.key, place.label}
