"""Among (其中之一): one of many keys as one parameter, so that a statement stays the same however many there are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, literal
from sqlalchemy.orm import InstrumentedAttribute


def among(column: InstrumentedAttribute[Any], keys: Iterable[UUID]) -> ColumnElement[bool]:
    """Cheaper than IN with a hundred parameters: the text is compiled, sent and planned once."""
    return column == any_(literal(list(keys), ARRAY(Uuid)))
