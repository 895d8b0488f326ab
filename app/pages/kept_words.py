"""What a kept operation says, in words (被保留的操作说了什么): whatever its payload is, it can be read, not trusted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import select

from app.db import db
from app.domain.kept import REASONS, RULE, Resolution
from app.domain.request import RequestKind
from app.intake.vocabulary import OPERATIONS
from app.models import Checklist, ChecklistItem, Finding, Operation, Order, Region, Round
from app.pages.dates import moment
from app.pages.parts import Chip, t
from app.queries.by_id import maybe
from app.queries.rules import item_of

Payload = Mapping[str, Any]
LONGEST = 200
VERSION = 12  # letters of the hash that tell two versions of one id apart
STANDS: dict[str | None, str] = {
    None: "waiting",
    Resolution.APPLIED: "accepted",
    Resolution.ACCEPTED: "accepted",
    Resolution.JOINED: "joined",
    Resolution.VOID: "voided",
}


@dataclass(frozen=True)
class Field:
    name: str
    value: str
    differs: bool = False


def kind_of(operation: Operation) -> str:
    return operation.kind if operation.kind in OPERATIONS else "unknown"


def chip_of(operation: Operation) -> Chip:
    return Chip(f"kept.{STANDS[operation.resolution]}")


def reason_of(operation: Operation) -> str:
    """Why it was kept; a rule of the workflow speaks in its own sentence."""
    return operation.reason if operation.reason in REASONS and operation.reason else RULE


def says(operation: Operation) -> str:
    if reason_of(operation) != RULE:
        return t(f"d.kept.because.{reason_of(operation)}")
    return str((operation.problem or {}).get("detail", ""))


def address_of(endpoint: str, operation: Operation) -> str:
    return url_for(endpoint, raw_id=operation.op_id, version=operation.sha256[:VERSION])


def key_of(operation: Operation) -> tuple[UUID, str]:
    return operation.op_id, operation.sha256


def fields_of(operation: Operation, other: Operation | None = None) -> list[Field]:
    """Every field in the order of the table; `differs` where the other version says something else."""
    mine, theirs = _read(operation.payload), _read(other.payload) if other else {}
    made = [Field(name, value) for name, value in mine.items()]
    return [replace(field, differs=bool(other) and theirs.get(field.name) != field.value) for field in made]


def about(operation: Operation) -> str | None:
    """The one field that says best what it is about."""
    said = _read(operation.payload)
    return next((said[name] for name in ("finding", "order", "item", "town") if said.get(name)), None)


def accept_means(operation: Operation) -> str:
    second = (operation.kind, operation.reason) == ("finding.record", "conflict")
    return t("d.kept.accept_second" if second else "d.kept.accept_means")


def _read(payload: Payload) -> dict[str, str]:
    """Word of the field -> its value; what cannot be read is left out."""
    said = {name: reads(payload) for name, reads in READERS.items()}
    return {name: value[:LONGEST] for name, value in said.items() if value}


def _round(payload: Payload) -> str | None:
    row = maybe(Round, _id(payload, "round_id"))
    return row.title if row else None


def _town(payload: Payload) -> str | None:
    row = maybe(Region, _id(payload, "town_id"))
    return row.name if row else None


def _finding(payload: Payload) -> str | None:
    """The point it is about; a new one is told by its item."""
    row = maybe(Finding, _id(payload, "finding_id")) if "item_code" not in payload else None
    return (
        t("d.kept.point", problem=item_of(row.checklist_id, row.item_code).problem, town=row.town.name) if row else None
    )


def _order(payload: Payload) -> str | None:
    row = maybe(Order, _id(payload, "order_id"))
    return (row.number or row.title) if row else None


def _item(payload: Payload) -> str | None:
    code = _text(payload, "item_code")
    problem = select(ChecklistItem.problem).join(Checklist, Checklist.id == ChecklistItem.checklist_id)
    meant = problem.where(ChecklistItem.code == code, Checklist.version == _text(payload, "checklist_version"))
    found = db.session.scalars(meant).first()
    return f"{code} {found}" if found else code


def _spot(payload: Payload) -> str | None:
    spot = payload.get("spot")
    word = _text(spot, "is") if isinstance(spot, dict) else None
    return t(f"w.spot.{word}") if word in {"new", "same", "again"} else word


def _position(payload: Payload) -> str | None:
    where = payload.get("position")
    if not isinstance(where, dict):
        return None
    return " ".join(str(where[name]) for name in ("lon", "lat") if name in where) or None


def _source(payload: Payload) -> str | None:
    word = _text(payload, "source")
    return t(f"w.source.{word}") if word == "inspection" else word


def _dimensions(payload: Payload) -> str | None:
    rows = payload.get("dimensions")
    marks = [it for it in rows if isinstance(it, dict)] if isinstance(rows, list) else []
    return t("d.comma").join(f"{it.get('code')} {_looked(it.get('looked'))}" for it in marks) or None


def _looked(word: object) -> str:
    known = {"clean", "found", "not_applicable", "not_looked"}
    return t(f"w.looked.{word}") if word in known else str(word)


def _clean(payload: Payload) -> str | None:
    word = payload.get("clean")
    return t("d.selfcheck.clean" if word else "d.selfcheck.handled") if isinstance(word, bool) else None


def _asked(payload: Payload) -> str | None:
    word = _text(payload, "kind")
    return t(f"w.request.{word}") if word in set(RequestKind) else word


def _photos(payload: Payload) -> str | None:
    rows = payload.get("photos")
    return t("d.kept.photos", n=len(rows)) if isinstance(rows, list) else None


def _track(payload: Payload) -> str | None:
    rows = payload.get("track")
    return t("d.kept.track", n=len(rows)) if isinstance(rows, list) and rows else None


def _moment(name: str) -> Callable[[Payload], str | None]:
    def reads(payload: Payload) -> str | None:
        text = _text(payload, name)
        try:
            at = datetime.fromisoformat(text or "")
        except ValueError:
            return text
        return moment(at) if at.tzinfo else text

    return reads


def _words(name: str) -> Callable[[Payload], str | None]:
    return lambda payload: _text(payload, name)


def _text(payload: Payload, name: str) -> str | None:
    value = payload.get(name)
    return None if value is None else str(value)


def _id(payload: Payload, name: str) -> str:
    return str(payload.get(name))


READERS: dict[str, Callable[[Payload], str | None]] = {
    "round": _round,
    "town": _town,
    "finding": _finding,
    "order": _order,
    "item": _item,
    "quantity": _words("quantity"),
    "asked": _asked,
    "reason": _words("reason"),
    "until": _words("until"),
    "unit_name": _words("unit_name"),
    "note": _words("note"),
    "spot": _spot,
    "position": _position,
    "source": _source,
    "started_at": _moment("started_at"),
    "ended_at": _moment("ended_at"),
    "dimensions": _dimensions,
    "dimension": _words("dimension"),
    "clean": _clean,
    "photos": _photos,
    "track": _track,
}


def person_said(named: tuple[str, str] | None) -> str:
    return t("d.who", name=named[0], unit=named[1]) if named else t("d.kept.someone")
