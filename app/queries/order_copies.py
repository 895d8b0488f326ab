"""Copies of orders (抄送): who may get one, who reads it there, and what is on the paper."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.db import db, viewer
from app.domain.people import Role, UnitKind
from app.domain.problems import Problem
from app.models import Finding, Order, OrderCopy, Region, Unit, User
from app.queries.items import items_of, key_of

KINDS = (UnitKind.DEPARTMENT, UnitKind.OFFICE)  # departments, and where cluster leaders sit
READERS = (Role.DEPARTMENT, Role.LEADER)
Paper = dict[str, Any]


def units_to_copy() -> Sequence[Unit]:
    """Of the viewer's county, but their own, which issues it."""
    who = viewer()
    return db.session.scalars(_units(who.county_id).where(Unit.id != who.unit_id).order_by(Unit.name)).all()


def chosen_units(ids: Collection[UUID]) -> list[Unit]:
    """If one of them can't get a copy, none does."""
    units = [unit for unit in units_to_copy() if unit.id in ids]
    if len(units) < len(set(ids)):
        raise Problem("copy_unit_unknown", pointer="/copies")
    return units


def _units(county_id: UUID | None) -> Select[Unit]:
    of_county = select(Unit).join(Region, Region.id == Unit.region_id)
    return of_county.where(Region.county_id == county_id, Unit.kind.in_(KINDS))


def people_of(order: Order) -> Sequence[tuple[OrderCopy, User]]:
    """Who reads the copies, by id: the streams of all of them are taken in one order."""
    rows = select(OrderCopy, User).join(User, User.unit_id == OrderCopy.unit_id)
    its = rows.where(OrderCopy.order_id == order.id, OrderCopy.sent_at.is_not(None), User.role.in_(READERS))
    return [(copy, user) for copy, user in db.session.execute(its.order_by(User.id))]


def copies_for_me(wanted: dict[str, Any]) -> list[OrderCopy]:
    """Of the viewer's own unit, newest first; one row more than `limit` tells that there is a next one."""
    mine = select(OrderCopy).where(OrderCopy.unit_id == viewer().unit_id, OrderCopy.sent_at.is_not(None))
    newest = mine.order_by(OrderCopy.sent_at.desc(), OrderCopy.id.desc())
    if wanted.get("after"):
        last = select(OrderCopy.sent_at).where(OrderCopy.id == wanted["after"]).scalar_subquery()
        newest = newest.where(OrderCopy.sent_at < last)
    return list(db.session.scalars(newest.limit(wanted["limit"] + 1)))


def paper_of(order: Order) -> Paper:
    """As it is printed at its issue; no photo, nobody's name."""
    items = items_of(order.findings)
    return {
        "number": order.number,
        "title": order.title,
        "level": order.level,
        "town": order.town.name,
        "unit": order.unit.name,
        "office": order.issuer.name,
        "contact": order.issuer.contact,
        "sign_by": order.sign_by.isoformat() if order.sign_by else None,
        "points": [_point(it, items[key_of(it)]) for it in order.findings],
    }


def _point(finding: Finding, item: Any) -> Paper:
    return {
        "problem": item.problem,
        "item_code": finding.item_code,
        "note": finding.note,
        "quantity": f"{finding.quantity.normalize():f}",
        "unit": item.unit,
        "done_when": item.done_when,
        "due_at": finding.due_at.isoformat() if finding.due_at else None,
    }
