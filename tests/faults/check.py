"""The check (核对): what the phones called saved against the database, the photo store and the journal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import rfc8785

from tests.faults.hand import Hand, Said
from tests.faults.stage import Stage

KINDS = ("lost", "twice", "changed", "phantom", "half", "stuck", "threw")
SUBJECT, HEAD = "coalesce(payload->>'finding_id', payload->>'visit_id')::uuid", "receipt::json->>'head'"
Held = list[tuple[Hand, dict[str, Any]]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Wrong:
    """One broken promise."""

    kind: str
    what: str


@dataclass
class Stored:
    """What the server has of these phones, asked once."""

    stage: Stage
    devices: set[str]
    users: set[str]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def read(self) -> Stored:
        devices = ", ".join(f"'{device}'" for device in self.devices)
        users = ", ".join(f"'{user}'" for user in self.users)
        ours = f"operation WHERE device_id IN ({devices})"
        spoken = f"(SELECT {SUBJECT} FROM {ours})"  # noqa: S608 (our own words, here and below)
        for name, what in {
            "operation": ours,
            "journal": f"journal WHERE subject_id IN {spoken}",
            "photo": f"photo WHERE owner_id IN {spoken}",
            "holder": f"blob_holder WHERE user_id IN ({users})",
            "heads": f"journal WHERE hash IN (SELECT {HEAD} FROM {ours})",  # noqa: S608 (our own words)
        }.items():
            told = self.stage.stack.ask(f"SELECT coalesce(json_agg(r), '[]') FROM (SELECT * FROM {what}) r")  # noqa: S608 (our own words)
            self.rows[name] = json.loads(told)
        return self

    @cached_property
    def operations(self) -> dict[str, list[Row]]:
        return grouped(self.rows["operation"], "op_id")

    @cached_property
    def holders(self) -> dict[tuple[str, str], Row]:
        return {(row["user_id"], row["sha256"]): row for row in self.rows["holder"]}

    @cached_property
    def acts(self) -> Counter[tuple[str, str]]:
        return Counter((row["act"], row["subject_id"]) for row in self.rows["journal"])

    @cached_property
    def heads(self) -> set[tuple[str, int, str]]:
        return {(row["stream_id"], row["seq"], row["hash"]) for row in self.rows["heads"]}

    @cached_property
    def photos(self) -> dict[str, list[Row]]:
        return grouped(self.rows["photo"], "owner_id")


def grouped(rows: list[Row], by: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(row)
    return groups


def check(stage: Stage, held: Held) -> tuple[list[Wrong], Counter[str]]:
    """Everything that is wrong, and how many were applied, kept, refused, and how many photos came."""
    devices = {hand.device_id for hand, _ in held}
    stored = Stored(stage, devices, {user for hand, _ in held for user in hand.users}).read()
    wrong: list[Wrong] = []
    counts: Counter[str] = Counter()
    known: set[str] = set()
    for hand, phone in held:
        said = {**_seen(phone), **{each.op_id: each for each in hand.said}}
        known |= said.keys()
        for each in said.values():
            wrong += _of_operation(each, phone, stored, counts)
        wrong += _of_photos(hand, phone, stored, counts)
        wrong += _of_five(hand, stored)
    wrong += [Wrong("phantom", f"operation {op_id}") for op_id in stored.operations.keys() - known]
    return wrong, counts


def _seen(phone: Row) -> dict[str, Said]:
    """What lies on the phone although a kill hid that it was saved."""
    waiting = [Said(op["op_id"], op["sha256"], op["user_id"], op["kind"]) for op in phone["waiting"]]
    settled = [
        Said(op["op_id"], op["receipt"].get("body_sha256", ""), op["user_id"], op["kind"]) for op in phone["settled"]
    ]
    return {each.op_id: each for each in (*waiting, *settled)}


def _of_operation(said: Said, phone: Row, stored: Stored, counts: Counter[str]) -> Iterator[Wrong]:
    what = f"{said.kind} {said.op_id}"
    waiting = [op for op in phone["waiting"] if op["op_id"] == said.op_id]
    settled = [op for op in phone["settled"] if op["op_id"] == said.op_id]
    rows = stored.operations.get(said.op_id, [])
    if waiting and waiting[0].get("refused"):
        counts["refused"] += 1
        return
    if waiting:
        yield Wrong("stuck", f"{what}; the phone says {phone['sending']}")
    if len(rows) + len(waiting) == 0:
        yield Wrong("lost", what)
    if len(rows) > 1 or len(settled) > 1:
        yield Wrong("twice", what)
    if rows and not waiting:
        counts[rows[0]["verdict"]] += 1
        yield from (Wrong(kind, f"{what}: {why}") for kind, why in _of_row(said, rows[0], settled, stored))


def _of_row(said: Said, row: Row, settled: list[Row], stored: Stored) -> Iterator[tuple[str, str]]:
    yield from _of_receipt(json.loads(row["receipt"]), settled, stored)
    digest = sha256(rfc8785.dumps(row["payload"])).hexdigest()
    if not digest == row["sha256"] == said.sha256:
        yield "changed", "other bytes than were saved"
    if row["user_id"] != said.user_id:
        yield "changed", "sent as somebody else"
    if said.note and (row["payload"]["note"], row["payload"]["finding_id"]) != (said.note, said.subject_id):
        yield "changed", "other words than were said"
    yield from _of_effect(row, stored)


def _of_receipt(receipt: Row, settled: list[Row], stored: Stored) -> Iterator[tuple[str, str]]:
    if not settled:
        yield "half", "stored, and no receipt on the phone"
    elif settled[0]["receipt"] != receipt:
        yield "changed", "the phone's receipt is not the stored one"
    if (receipt["stream"], receipt["seq"], receipt["head"]) not in stored.heads:
        yield "half", "its receipt names no journal row"


def _of_effect(row: Row, stored: Stored) -> Iterator[tuple[str, str]]:
    """Applied: one act and every photo there. Kept: no act, unless its parent came after it."""
    payload = row["payload"]
    subject = payload.get("finding_id", payload.get("visit_id"))
    acts = stored.acts[row["kind"], subject]
    applied = row["verdict"] == "applied" or row["resolution"] == "applied"
    if acts > 1:
        yield "twice", f"{acts} acts in the journal"
    if acts != applied:
        yield ("half", "no act in the journal") if applied else ("phantom", "kept, and done all the same")
    declared = {each["sha256"] for each in payload.get("photos", [])}
    arrived = {each["sha256"] for each in stored.photos.get(subject, []) if each["arrived_at"]}
    if applied and declared - arrived:
        yield "half", f"{len(declared - arrived)} of its photos are not there"


def _of_photos(hand: Hand, phone: Row, stored: Stored, counts: Counter[str]) -> Iterator[Wrong]:
    """Each photo by its hash: the phone's receipt, the holder's and the bytes in the store agree."""
    refused = {op["op_id"] for op in phone["waiting"]}
    for said in hand.said:
        for digest in said.photos if said.op_id not in refused else ():
            counts["photos"] += 1
            yield from (
                Wrong(kind, f"photo {digest[:12]}: {why}") for kind, why in _of_photo(said, digest, phone, stored)
            )
    for photo in phone["photos"]:
        if photo.get("refused"):
            counts["refused photos"] += 1


def _of_photo(said: Said, digest: str, phone: Row, stored: Stored) -> Iterator[tuple[str, str]]:
    mine = [each for each in phone["photos"] if (each["user_id"], each["sha256"]) == (said.user_id, digest)]
    holder, content = stored.holders.get((said.user_id, digest)), stored.stage.stored(digest)
    if not mine and holder is None:
        yield "lost", "neither on the phone nor at the server"
    elif holder is None or content is None:
        yield "stuck", f"not at the server; the phone has {mine}, {phone['sending']}"
    elif sha256(content).hexdigest() != digest:
        yield "changed", "other bytes in the store"
    elif not mine:
        yield "half", "forgotten on the phone"
    elif mine[0].get("receipt") != json.loads(holder["receipt"]):
        yield "changed" if mine[0].get("receipt") else "half", "the phone's receipt is not the stored one"


def _of_five(hand: Hand, stored: Stored) -> Iterator[Wrong]:
    """Five at once got one and the same receipt."""
    for op_id, receipts in hand.receipts:
        for receipt in receipts:
            if receipt not in [json.loads(row["receipt"]) for row in stored.operations.get(op_id, [])]:
                yield Wrong("changed", f"{op_id}: one of five got another receipt")
