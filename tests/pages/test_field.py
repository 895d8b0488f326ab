"""The phone's page (手机端): what its manifest promises to other apps, the server answers too."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

MANIFEST = Path(__file__).parents[2] / "app/static/src/public/manifest.webmanifest"


def test_photos_shared_where_no_worker_takes_them_lead_to_the_app(client: FlaskClient) -> None:
    answer = client.post("/m/share", data={"photos": (MANIFEST.open("rb"), "1.jpg")})
    assert (answer.status_code, answer.location) == (303, "/m/")


def test_the_manifest_shares_to_an_address_that_takes_it(app: Flask) -> None:
    target = json.loads(MANIFEST.read_text("utf-8"))["share_target"]
    with app.test_request_context():
        adapter = app.url_map.bind("")
        assert adapter.match(target["action"], method=target["method"])[0] == "field.share"
