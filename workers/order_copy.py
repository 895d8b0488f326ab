"""Copies of orders (抄送): their readers hear of them, each in a stream of their own."""

from datetime import datetime

from app.actions.order_copy import tell_copies
from app.models import Order
from app.queries.by_id import one


def tell(key: str, at: datetime) -> None:
    """`key` is the order: issued with copies, or void afterwards."""
    tell_copies(one(Order, key), at)
