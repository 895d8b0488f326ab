"""Events (经过): what the journal tells of one subject and what hangs on it, to those whose streams speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.models import Journal, Unit, User


@dataclass(frozen=True)
class Happening:
    act: str
    at: datetime
    who: str  # the person to their own people, else the unit; nothing for the program itself
    note: str
    signed: str = ""  # who on the town's side was told
    signature: str = ""  # and their strokes, an SVG path in a box of 1000 by 400
    amended: dict[str, str] = field(default_factory=dict)  # place and words, as they were and as they are
    warned: str = ""  # for what reason, if it is a warning
    seed: str = ""  # of the draw a round's towns came from
    changed: int = 0  # towns that are not those that were drawn


def events_of(*subject_ids: UUID) -> list[Happening]:
    """Newest first; of one moment by their ids, which count the acts of all streams (`seq` counts one stream's)."""
    about = select(Journal).where(Journal.subject_id.in_(subject_ids))
    return happenings(db.session.scalars(about.order_by(Journal.at.desc(), Journal.id.desc())).all())


def happenings(rows: Sequence[Journal]) -> list[Happening]:
    names, units = _names(rows), _units(rows)
    return [_happening(row, names.get(row.user_id) or units.get(row.unit_id, "")) for row in rows]


def _happening(row: Journal, who: str) -> Happening:
    note, signed, signature = (str(row.body.get(key) or "") for key in ("note", "signed", "signature"))
    return Happening(row.act, row.at, who, note, signed, signature, _amended(row.body), *_more(row.body))


def _more(body: dict[str, Any]) -> tuple[str, str, int]:
    return str(body.get("why") or ""), str(body.get("seed") or ""), int(body.get("changed") or 0)


def _amended(body: dict[str, Any]) -> dict[str, str]:
    return {name: str(said) for name, said in body.items() if name.endswith(("_was", "_is"))}


def _names(rows: Sequence[Journal]) -> dict[UUID | None, str]:
    """Of those people whom the viewer may see at all."""
    ids = {row.user_id for row in rows if row.user_id}
    return {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def _units(rows: Sequence[Journal]) -> dict[UUID | None, str]:
    return unit_names({row.unit_id for row in rows if row.unit_id})


def unit_names(ids: set[UUID]) -> dict[UUID | None, str]:
    return {unit.id: unit.name for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}
