"""Listed orders in public (挂牌督办公示): only where the county says so, only what the notice says, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.listing import end_listing
from app.actions.setting import put_setting
from app.config import Mode
from app.db import db, now
from app.domain.listing import VOID
from app.domain.people import SYSTEM
from app.factory import create_app
from app.limits import limiter
from app.models import Finding, Order, Region
from app.queries.by_id import one
from tests import make
from tests.abuse.addresses import comparable
from tests.api.test_listing import LEADER, NOTICE, actor, closed, listed, order, second, step

__all__ = ["actor", "order"]
NOWHERE = "/public/listed/999999000000"


@dataclass
class Square:
    """Anybody's browser, the address of the county's page, and an order in it; its steps by their people."""

    client: FlaskClient
    address: str
    order: str
    actor: Any
    look: Any
    world: make.World

    def text(self) -> str:
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def say(self, key: str, value: str) -> None:
        with self.look(SYSTEM):
            put_setting(one(Region, self.world.county_id), key, value, SYSTEM, now())
            db.session.commit()

    def listed(self) -> None:
        listed(self.actor, self.look, self.order)

    def closed(self) -> None:
        closed(self.look, self.world, self.order)

    def delisted(self) -> Any:
        """Put right, asked for by the town, agreed to by two; gives when."""
        self.closed()
        step(self.actor("town"), self.order, "ask_removal", note="已清运")
        step(self.actor("supervisor"), self.order, "delist", note="内部验收意见")
        second(self.actor, self.look)
        with self.look(SYSTEM):
            return now()


@pytest.fixture
def silent(client: FlaskClient, world: make.World, look: Any, request: pytest.FixtureRequest) -> Square:
    """A county that has said nothing about it."""
    order_, actor_ = (request.getfixturevalue(it) for it in ("order", "actor"))
    with look(SYSTEM):
        code = one(Region, world.county_id).code
    return Square(client, f"/public/listed/{code}", order_, actor_, look, world)


@pytest.fixture
def square(silent: Square) -> Square:
    """The county has said that it shows them."""
    silent.say("public_listed", "on")
    return silent


def test_everybody_reads_what_is_listed(square: Square) -> None:
    square.listed()
    page = square.text()
    assert all(word in page for word in ("建德市挂牌督办公示", "建美镇督〔2026〕1号", "梅城镇", NOTICE, LEADER))
    assert "1 处整改中，0 处已销号" in page


def test_nothing_else_is_told(square: Square) -> None:
    square.listed()
    page = square.text()
    with square.look(SYSTEM):
        paper = one(Order, square.order)
        (finding,) = paper.findings
        secrets = [square.order, str(finding.id), finding.item_code, paper.title, "督查组", "人民政府", "119.5"]
        secrets += ["inspector", "supervisor", '<img src="/api', "photos"]
    assert [it for it in secrets if it in page] == []


def but_the_address(client: FlaskClient, path: str) -> str:
    """All bytes and headers; only what was asked for differs."""
    return str(comparable(client.get(path))).replace(path, "…")


def test_until_the_county_says_so_there_is_nothing(silent: Square) -> None:
    silent.listed()
    assert but_the_address(silent.client, silent.address) == but_the_address(silent.client, NOWHERE)


def test_a_county_with_none_a_code_of_nowhere_and_a_malformed_one_are_the_same_in_every_byte(square: Square) -> None:
    answers = [but_the_address(square.client, it) for it in (square.address, NOWHERE, "/public/listed/malformed-it")]
    assert answers == [answers[0]] * 3


def test_before_the_second_person_agrees_it_is_not_public(square: Square) -> None:
    step(square.actor("supervisor"), square.order, "list", note=NOTICE, leader=LEADER)
    assert NOTICE not in square.text()


def test_it_follows_its_points_and_is_gone_thirty_days_after_it_was_taken_off(square: Square, clock: Any) -> None:
    square.listed()
    at = square.delisted()
    page = square.text()
    assert all(word in page for word in ("0 处整改中，1 处已销号", "现场验收合格"))
    assert "内部验收意见" not in page
    clock(at + timedelta(days=29, hours=23))
    assert "现场验收合格" in square.text()
    clock(at + timedelta(days=30, minutes=1))
    assert NOTICE not in square.text()


def test_how_long_the_result_stays_is_a_setting(square: Square, clock: Any) -> None:
    square.say("public_listed_days", "2")
    square.listed()
    at = square.delisted()
    clock(at + timedelta(days=3))
    assert NOTICE not in square.text()


def test_a_point_that_is_back_is_open_again(square: Square) -> None:
    square.listed()
    square.closed()
    with square.look(SYSTEM):
        point = db.session.scalars(select(Finding.id)).one()
    answer = square.actor("supervisor").post(f"/api/v1/findings/{point}/steps", {"action": "rebound", "note": "又满了"})
    assert (answer.status_code, "1 处整改中，0 处已销号" in square.text()) == (200, True)


def test_an_order_made_void_is_shown_no_longer(square: Square) -> None:
    square.listed()
    with square.look(SYSTEM):
        end_listing(one(Order, square.order), Move("void", SYSTEM, now()), VOID)
        db.session.commit()
    assert NOTICE not in square.text()


def test_the_desk_leads_to_it_where_it_is_shown(square: Square) -> None:
    square.listed()
    shown = [square.actor("supervisor").client.get(f"/orders/{square.order}").get_data(as_text=True)]
    square.say("public_listed", "off")
    shown.append(square.actor("supervisor").client.get(f"/orders/{square.order}").get_data(as_text=True))
    assert [f'href="{square.address}"' in it for it in shown] == [True, False]


@pytest.fixture
def limited(app: Flask) -> Iterator[FlaskClient]:
    """As in production, counted in this process; limits are the program's, so they are switched off again."""
    config = replace(app.extensions["config"], mode=Mode.DEMO, redis_url="memory://")
    try:
        yield create_app(config).test_client()
    finally:
        limiter.reset()
        limiter.enabled = False


def test_nobody_asks_more_often_than_thirty_times_a_minute(world: make.World, limited: FlaskClient) -> None:
    told = [limited.get(NOWHERE).status_code for _ in range(31)]
    assert told == [200] * 30 + [429]
