"""The cast (角色): named actors who sign in over HTTP and then ask."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import PASSWORD


class Actor:
    """A signed-in person with a client of their own."""

    def __init__(self, client: FlaskClient, login: str, device_id: UUID | None = None) -> None:
        self.client = client
        self.device_id = device_id or uuid4()
        sent = {"account": login, "password": PASSWORD, "device_id": str(self.device_id)}
        answer = client.post("/api/v1/session", json=sent)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        self.csrf = answer.get_json()["csrf_token"]
        self.user = answer.get_json()["user"]

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.client.get(path, **kwargs)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.client.post(path, json=body, headers={"X-CSRF-Token": self.csrf, **headers})


def sign_in(client: FlaskClient, login: str) -> Actor:
    """A fresh client signed in as that person."""
    return Actor(client.application.test_client(), login)
