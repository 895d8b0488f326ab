"""HTTPS (加密连接): cookies that hold for this host alone, and no promise for a year under a certificate of our own."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make

HERE = "https://192.168.1.20:8443"


def test_over_https_every_cookie_is_bound_to_this_host_and_never_sent_in_the_clear(
    client: FlaskClient, world: make.World
) -> None:
    sent = {"account": "town", "password": make.PASSWORD, "device_id": "0b0e7f6a-6a0f-4c53-9a51-3a1c3f0a8d11"}
    cookies = client.post("/api/v1/session", json=sent, base_url=HERE).headers.getlist("Set-Cookie")
    assert sorted(cookie.split("=")[0] for cookie in cookies) == ["__Host-xz_grant", "__Host-xz_session"]
    assert [cookie for cookie in cookies if "; Secure" not in cookie or "; Path=/" not in cookie] == []


@pytest.mark.parametrize(("private", "insists"), [(False, True), (True, False)])
def test_a_browser_is_told_to_insist_on_https_unless_the_certificate_is_our_own(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, private: bool, insists: bool
) -> None:
    monkeypatch.setitem(app.config, "PRIVATE_CERTIFICATE", private)
    answer = client.get("/api/v1/health", base_url=HERE)
    assert ("Strict-Transport-Security" in answer.headers) is insists
