"""Blind second reviews (盲审) in tests: how many are drawn, a third supervisor, and a point whose answer was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.domain.calendar import SHANGHAI
from app.domain.people import SYSTEM, Role
from app.models import Account, Finding, Journal, Order, Region, SecondReview, Setting, Stream, Unit
from app.queries.by_id import maybe, one
from tests import make
from tests.asking import a_point
from tests.cast import Actor

WHY = "整改前后不是同一位置"


def drawing(world: make.World, look: Any, **percent: int) -> None:
    """What the county sets; whatever is not named is as usual."""
    with look(SYSTEM):
        for name, value in percent.items():
            db.session.merge(Setting(region_id=world.county_id, key=f"second_review_{name}", value=str(value)))
        db.session.commit()


def more_supervisors(world: make.World, look: Any) -> None:
    """A third and a fourth one."""
    with look(SYSTEM):
        county = one(Region, world.county_id)
        office = one(Unit, str(world.viewers["supervisor"].unit_id))
        for login in ("supervisor3", "supervisor4"):
            world.viewers[login] = make.make_person(login, Role.SUPERVISOR, office, county)
        db.session.commit()


def one_human(world: make.World, look: Any, *logins: str) -> None:
    with look(SYSTEM):
        ids = [world.viewers[login].user_id for login in logins]
        for account in db.session.scalars(select(Account).where(Account.user_id.in_(ids))):
            account.person_key = "one human"
        db.session.commit()


@dataclass
class Drawn:
    """A point of 梅城镇, answered by its town and decided by `supervisor`; `id` is that of its second review, if one was drawn."""

    world: make.World
    look: Any
    point: str
    id: UUID | None = None

    @property
    def path(self) -> str:
        return f"/second-reviews/{self.id}"

    def step(self, who: Actor, action: str, **more: Any) -> Any:
        return who.post(f"/api/v1/second-reviews/{self.id}/steps", {"action": action, **more})

    def said(self, *names: str) -> tuple[Any, ...]:
        """Of the point, or with `review.` of the second review, or with `order.` of its order."""
        with self.look(SYSTEM):
            point = one(Finding, self.point)
            of = {"point": point, "review": maybe(SecondReview, self.id), "order": maybe(Order, point.order_id)}
            return tuple(getattr(of[owner], name) for owner, name in (it.split(".") for it in names))


def answered(world: make.World, look: Any, item: str = "WS-03") -> Drawn:
    point = a_point(world, look, item)
    with look(SYSTEM):
        make.answer(one(Finding, point), world.viewers["town"])
        db.session.commit()
    return Drawn(world, look, point)


def decide(drawn: Drawn, first: Actor, action: str = "pass") -> Drawn:
    """By that person, with whatever is drawn."""
    note = WHY if action == "return" else ""
    answer = first.post(f"/api/v1/findings/{drawn.point}/steps", {"action": action, "note": note})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with drawn.look(SYSTEM):
        of_it = select(SecondReview.id).where(SecondReview.finding_id == UUID(drawn.point))
        drawn.id = db.session.scalars(of_it.order_by(SecondReview.asked_at.desc())).first()
    return drawn


def answer_again(drawn: Drawn) -> None:
    with drawn.look(SYSTEM):
        make.answer(one(Finding, drawn.point), drawn.world.viewers["town"])
        db.session.commit()


def rows(look: Any, act: str) -> list[tuple[Journal, str]]:
    """Of the journal, with the kind of their stream."""
    with look(SYSTEM):
        told = select(Journal, Stream.kind).join(Stream, Stream.id == Journal.stream_id).where(Journal.act == act)
        return [(row[0], row[1]) for row in db.session.execute(told.order_by(Journal.at, Journal.seq))]


def at(day: int, hour: int) -> datetime:
    """Of November 2026, by the clocks in China."""
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)
