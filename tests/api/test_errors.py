"""Refusals (错误回答): what is said at both edges when something behind us is away."""

from __future__ import annotations

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as NoRedis
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.domain.problems import Problem

AWAY = [Problem("unavailable"), OperationalError("SELECT 1", {}, Exception("gone")), NoRedis("gone")]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("path", ["/api/v1/me", "/sign-in"])
def test_what_is_unavailable_says_when_to_come_again(app: Flask, wire: Connection, path: str, error: Exception) -> None:
    """Whether the database says so, or a store through a refusal of ours; at the machine's edge and on a page."""
    with app.test_request_context(path):
        answer = app.process_response(app.make_response(app.handle_user_exception(error)))
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
