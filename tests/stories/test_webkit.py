"""WebKit (苹果手机的内核): what is recorded without a server is in the database when there is one again.

WebKitGTK is the nearest to an iPhone's browser that runs here. It has no Background Sync, so only an open page sends; it
keeps the service worker and the store in its profile, so the browser is really ended and opened anew. Over HTTPS, with
the certificates of `./dev run --lan`: cookies of the __Host- kind are dropped by it on plain loopback.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from deploy.local import certificates
from tests.make import PASSWORD
from tests.servers import Servers, free_port
from tests.stack import Stack
from tests.stories.waiting import until
from tests.webkit import WebKit

BIN = ("WS-03", "ljrqmy")
ROW = "SELECT f.item_code, f.note FROM finding f JOIN photo p ON p.owner_id = f.id"
STORED = "SELECT h.sha256 FROM photo p JOIN blob_holder h ON h.sha256 = p.sha256"


@pytest.fixture
def stack(servers: Servers, tmp_path: Path) -> Iterator[Stack]:
    """The whole app, over HTTPS."""
    made = Stack(servers, f"story_{free_port()}")
    made.app = made.app.over_tls(certificates.provide(tmp_path, ["127.0.0.1"]))
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[WebKit]:
    started = WebKit(tmp_path / "phone")
    yield started
    started.stop()


def sign_in(phone: WebKit) -> None:
    phone.write("account", "inspector")
    phone.write("password", PASSWORD)
    phone.press("sign-in")
    phone.see("town", "梅城镇")


def record(phone: WebKit, picture: Path) -> None:
    phone.press("town", "梅城镇")
    phone.press("start-visit")
    phone.press("record")
    phone.choose_file("shutter-camera-before", picture)
    phone.see("shot")
    phone.write("item-search", BIN[1])
    phone.press(f"item-{BIN[0]}")
    phone.write("note", "桶盖缺失")
    phone.press("save")
    phone.see("saved")


def test_what_was_recorded_without_a_server_arrives_after_the_browser_was_ended(
    stack: Stack, round_of_today: None, phone: WebKit, picture: Path
) -> None:
    address = f"{stack.address}/m/"
    phone.open(address)
    sign_in(phone)
    stack.stop_web()
    phone.close()
    phone.open(address)
    record(phone, picture)
    phone.close()
    phone.open(f"{address}#/outbox")
    phone.see("count-open", "2")
    stack.start_web()
    phone.see("count-open", "0", within=60)
    phone.see("entry", "已入库")
    assert until(lambda: stack.ask(ROW) == f"{BIN[0]}|桶盖缺失")
    stored = stack.ask(STORED)
    kept = Path(stack.environment["PHOTO_STORE"]) / "originals" / stored[:2] / stored
    assert sha256(kept.read_bytes()).hexdigest() == stored
