"""The catalogue (离线目录): what a phone needs with no signal is in it."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.cast import sign_in


def test_a_phone_gets_the_county_s_outline_its_towns_and_the_working_calendar(
    client: FlaskClient, world: make.World
) -> None:
    catalog = sign_in(client, "inspector").client.get("/api/v1/catalog").get_json()
    (ring,) = catalog["outline"]
    assert ring[0] == ring[-1]
    assert all(118 < lon < 121 and 29 < lat < 30 for lon, lat in ring)
    points = [town["point"] for town in catalog["towns"] if town["name"] == "梅城镇"]
    assert [round(point["lon"], 1) for point in points] == [119.5]
    assert "2026-10-01" in catalog["calendar"]["days_off"]
    assert "2026-10-10" in catalog["calendar"]["make_up_days"]


def test_the_customers_key_opens_the_tiles_and_the_page_for_their_servers_alone(app: Flask, world: make.World) -> None:
    inspector = sign_in(app.test_client(), "inspector").client
    plain = inspector.get("/api/v1/catalog")
    config = app.extensions["config"]
    app.extensions["config"] = replace(config, tianditu_key="0123456789abcdef")
    try:
        keyed = inspector.get("/api/v1/catalog")
    finally:
        app.extensions["config"] = config
    assert (plain.get_json()["tiles"], "tianditu" in plain.headers["Content-Security-Policy"]) == ([], False)
    assert all(tile.endswith("tk=0123456789abcdef") for tile in keyed.get_json()["tiles"])
    assert "img-src 'self' blob: data: https://*.tianditu.gov.cn;" in keyed.headers["Content-Security-Policy"]
