"""Who sends in these tests (发送者)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make, samples
from tests.asking import NOW, a_point
from tests.cast import Actor, sign_in
from tests.phone import Phone
from tests.tus import Sender


@pytest.fixture
def town(client: FlaskClient, world: make.World) -> Actor:
    return sign_in(client, "town")


@pytest.fixture
def sender(town: Actor) -> Sender:
    return Sender(town, samples.jpeg(comment="the photo of this test"))


@pytest.fixture
def point(world: make.World, look: Any, clock: Callable[[datetime], None]) -> str:
    """Of 梅城镇, being put right."""
    clock(NOW)
    return a_point(world, look)


@pytest.fixture
def phones(app: Flask, world: make.World) -> Callable[[str], Phone]:
    """`phones("town")`: signed in."""
    return lambda login: Phone(sign_in(app.test_client(), login))
