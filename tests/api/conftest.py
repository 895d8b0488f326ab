"""Who sends in these tests (发送者)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests import make, pictures
from tests.cast import Actor, sign_in
from tests.tus import Sender


@pytest.fixture
def town(client: FlaskClient, world: make.World) -> Actor:
    return sign_in(client, "town")


@pytest.fixture
def sender(town: Actor) -> Sender:
    return Sender(town, pictures.jpeg(comment="the photo of this test"))
