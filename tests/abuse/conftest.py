"""Fixtures of the walks: people by login, and a hidden round full of canaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM, Role, UnitKind
from app.models import Region
from tests import make
from tests.abuse.hidden import Hidden, plant
from tests.cast import Actor
from tests.phone import Phone


@pytest.fixture
def actor(app: Flask, world: make.World) -> Callable[[str], Actor]:
    """`actor("town")`: a fresh client, signed in."""
    return lambda login: Actor(app.test_client(), login)


@pytest.fixture
def department(world: make.World, look: Any) -> None:
    """The one role of PEOPLE that the world has nobody for."""
    with look(SYSTEM):
        county = db.session.scalars(select(Region).where(Region.id == world.county_id)).one()
        unit = make.make_unit("建德市综合行政执法局", UnitKind.DEPARTMENT, county)
        world.viewers["department"] = make.make_person("department", Role.DEPARTMENT, unit, county)
        db.session.commit()


@pytest.fixture
def inspector(actor: Callable[[str], Actor]) -> Actor:
    return actor("inspector")


@pytest.fixture
def hidden(world: make.World, look: Any, inspector: Actor) -> Hidden:
    return plant(world, look, Phone(inspector))
