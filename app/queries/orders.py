"""Lists of supervision orders (督办单): filters and keyset pages."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.models import Order
from app.queries.periods import issued_within, of_a_period


def orders(wanted: dict[str, Any]) -> list[Order]:
    """One page, by id; one row more than `limit` tells that there is a next one."""
    statement = select(Order).order_by(Order.id).limit(wanted["limit"] + 1)
    if wanted.get("after"):
        statement = statement.where(Order.id > wanted["after"])
    if wanted.get("town"):
        statement = statement.where(Order.town_id == wanted["town"])
    if of_a_period(wanted):
        statement = statement.where(issued_within(wanted))
    if wanted.get("state"):
        statement = statement.where(Order.state == wanted["state"])
    return list(db.session.scalars(statement.options(selectinload(Order.findings), selectinload(Order.town))))
