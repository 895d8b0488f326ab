"""Old apps (旧版应用): told to update with a code of their own, whichever key they come with; nothing of theirs is touched."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from tests import make
from tests.cast import sign_in
from tests.phone import Phone


def test_an_app_older_than_the_server_understands_is_told_to_update(app: Flask, world: make.World) -> None:
    inspector = sign_in(app.test_client(), "inspector")
    operation = Phone(inspector).operation("order.sign", {})
    envelope = {"device_id": str(inspector.device_id), "operations": [operation]}
    config = app.extensions["config"]
    app.extensions["config"] = replace(config, min_client=3)
    try:
        told = [
            inspector.post("/api/v1/operations", envelope, **{"Xunzhen-Client": client})
            for client in ("2", "3", "x", "9" * 5_000)
        ]
    finally:
        app.extensions["config"] = config
    assert [answer.status_code for answer in told] == [426, 200, 200, 200]
    assert told[0].get_json()["type"] == "client_too_old"
