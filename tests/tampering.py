"""Tampering (篡改日志): what somebody with the owner's role could do to one stream, eight ways; for tests and bench/tamper.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from app.domain import chance
from app.domain.journal import GENESIS, chain_hash
from app.models import Journal, StreamHead
from app.verify.chains import HASHED

Rows = list[dict[str, Any]]
TABLE, HEADS = Journal.__table__, StreamHead.__table__
TRIGGER = "ALTER TABLE journal {} TRIGGER journal_is_append_only"


def edited(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "body": {**row["body"], "note": "改成别的话"}}


def hashed(row: dict[str, Any]) -> dict[str, Any]:
    fields = {name: row[name] for name in HASHED}
    return {**row, "hash": chain_hash(row["before"], bytes(row["salt"]), row["at"], fields)}


def rechained(rows: Rows) -> Rows:
    """Numbered and hashed anew from the first row on: whole in itself."""
    made: Rows = []
    before = GENESIS
    for seq, row in enumerate(rows, 1):
        made.append(hashed({**row, "seq": seq, "before": before}))
        before = made[-1]["hash"]
    return made


def replaced(rows: Rows, at: int, *new: dict[str, Any]) -> Rows:
    return [*rows[:at], *new, *rows[at + 1 :]]


def swapped(rows: Rows, at: int) -> Rows:
    other = at - 1 if at else 1
    changed = list(rows)
    changed[at], changed[other] = rows[other], rows[at]
    return changed


def forged(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id": chance.new_ordered_id(row["at"]), "subject_id": chance.new_id()}


def shifted(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "at": row["at"] - timedelta(minutes=4)}


# What becomes of a stream's rows when that one (counted from 0) is the place.
KINDS: dict[str, Callable[[Rows, int], Rows]] = {
    "edit": lambda rows, at: replaced(rows, at, edited(rows[at])),
    "edit_rehash": lambda rows, at: replaced(rows, at, hashed(edited(rows[at]))),
    "edit_rechain": lambda rows, at: rechained(replaced(rows, at, edited(rows[at]))),
    "delete": replaced,
    "delete_rechain": lambda rows, at: rechained(replaced(rows, at)),
    "cut": lambda rows, at: rows[:at],
    "insert_rechain": lambda rows, at: rechained(replaced(rows, at, forged(rows[at]), rows[at])),
    "reorder_rechain": lambda rows, at: rechained(
        swapped(rows, at) if at % 2 else replaced(rows, at, shifted(rows[at]))
    ),
}
LEAVES_THE_HEAD = {"edit", "edit_rehash", "delete"}  # the others set it to where the chain then ends


def rows_of(wire: Connection, stream_id: UUID) -> Rows:
    read = select(TABLE).where(TABLE.c.stream_id == stream_id).order_by(TABLE.c.seq)
    return [dict(row) for row in wire.execute(read).mappings()]


def tamper(wire: Connection, kind: str, stream_id: UUID, at: int) -> None:
    """As the owner, past the trigger; the transaction is the caller's to undo."""
    put(wire, stream_id, KINDS[kind](rows_of(wire, stream_id), at), head=kind not in LEAVES_THE_HEAD)


def put(wire: Connection, stream_id: UUID, rows: Rows, *, head: bool) -> None:
    wire.exec_driver_sql(TRIGGER.format("DISABLE"))
    wire.execute(delete(TABLE).where(TABLE.c.stream_id == stream_id))
    if rows:
        wire.execute(insert(TABLE), rows)
    wire.exec_driver_sql(TRIGGER.format("ENABLE"))
    if head:
        end = {"seq": len(rows), "head": rows[-1]["hash"] if rows else GENESIS}
        wire.execute(update(HEADS).where(HEADS.c.stream_id == stream_id).values(**end))
