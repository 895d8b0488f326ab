"""The catalogue (离线目录): what a phone needs with no signal is in it."""

from __future__ import annotations

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
