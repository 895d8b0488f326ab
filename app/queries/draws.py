"""Draws (随机抽取) that whoever looks has made, by their seed."""

from sqlalchemy import select

from app.db import db
from app.models import Journal


def codes_drawn(seed: str) -> list[str] | None:
    """The division codes that came out; None where nobody drew so."""
    made = select(Journal.body["codes"].astext).where(Journal.act == "round.draw", Journal.body["seed"].astext == seed)
    codes = db.session.scalars(made.limit(1)).first()
    return None if codes is None else codes.split()
