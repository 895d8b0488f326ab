"""Built files: packed for a browser that takes it, whole for one that does not, and never asked for again when named by content."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from werkzeug.test import TestResponse

PACKED = {"Accept-Encoding": "gzip"}


def fetch(app: Flask, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    return app.test_client().get(path, headers=headers or {}, buffered=True)  # closes the file it came from


def an_asset(app: Flask) -> str:
    page = fetch(app, "/m/").get_data(as_text=True)
    return next(part for part in page.split('"') if part.startswith("/static/assets/"))


@pytest.mark.parametrize("path", ["/m/", "/m/sw.js", "an asset"])
def test_a_browser_that_takes_gzip_gets_the_same_words_packed(app: Flask, path: str) -> None:
    path = an_asset(app) if path == "an asset" else path
    whole, packed = fetch(app, path), fetch(app, path, PACKED)
    assert gzip.decompress(packed.data) == whole.data
    assert len(packed.data) < len(whole.data)
    assert (packed.content_encoding, whole.content_encoding) == ("gzip", None)
    assert packed.mimetype == whole.mimetype
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in whole.vary


def test_what_is_named_by_its_content_is_asked_for_once(app: Flask) -> None:
    assert "immutable" in fetch(app, an_asset(app), PACKED).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/m/", "/m/sw.js", "/static/manifest.webmanifest"])
def test_what_keeps_its_name_is_asked_for_anew(app: Flask, path: str) -> None:
    answer = fetch(app, path, PACKED)
    again = fetch(app, path, {**PACKED, "If-None-Match": answer.headers["ETag"]})
    assert answer.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/static/../factory.py", "/static/%2e%2e/factory.py", "/static/absent.js"])
def test_nothing_else_is_given_out(app: Flask, path: str) -> None:
    assert fetch(app, path, PACKED).status_code == 404
