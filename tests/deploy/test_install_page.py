"""The install page: what a phone is given to trust, and nothing beyond it."""

from __future__ import annotations

import plistlib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.authority import certify
from deploy.local.certificates import Certificates
from deploy.local.install_page import InstallPage


@pytest.fixture
def page(tmp_path: Path) -> Iterator[InstallPage]:
    certify(tmp_path, ["127.0.0.1"])
    with InstallPage(0, 8443, Certificates(tmp_path), host="127.0.0.1") as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def read(page: InstallPage, path: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(f"http://127.0.0.1:{page.server_port}{path}", timeout=10) as answer:
        return answer.headers["Content-Type"], answer.read()


def test_an_android_phone_downloads_the_authority_itself(page: InstallPage) -> None:
    assert read(page, "/xunzhen-ca.crt") == ("application/x-x509-ca-cert", page.certificates.der())


def test_an_iphone_gets_the_same_as_a_profile(page: InstallPage) -> None:
    kind, profile = read(page, "/xunzhen-ca.mobileconfig")
    (certificate,) = plistlib.loads(profile)["PayloadContent"]
    assert (kind, certificate["PayloadType"]) == ("application/x-apple-aspen-config", "com.apple.security.root")
    assert certificate["PayloadContent"] == page.certificates.der()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_fingerprint_and_the_way_on_in_either_language(page: InstallPage, language: str) -> None:
    page.language = language
    shown = read(page, "/")[1].decode()
    assert " ".join(page.certificates.fingerprint().split(":")[:8]) in shown
    assert 'href="https://127.0.0.1:8443/m/"' in shown
    assert ("在手机上信任本机证书" in shown) is (language == "zh")


@pytest.mark.parametrize("path", ["/authority.pem", "/server.key", "/../authority.pem", "/m/"])
def test_nothing_else_is_there(page: InstallPage, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(page, path)
