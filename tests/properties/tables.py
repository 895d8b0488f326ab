"""The tables as a person reads them (手写的流程表): decision by decision, written by hand and never read from `app.domain`.

Each row: action, from, to, who, only where, only if. `where` tells two rows of one action apart (409 where none fits),
`needs` are looked at in their order (422). Acts of the product itself have nobody: every person is refused them.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

OFFICE, FIELD, ANSWERS, PRODUCT = "supervisor", "inspector supervisor", "town department", ""
STANDS = "found confirmed ordered fixing submitted suspended"  # everything but closed and void


class Row(NamedTuple):
    action: str
    sources: str
    target: str  # "=": it stays as it is
    by: str
    where: str = ""
    needs: str = ""


TABLES: dict[str, tuple[Row, ...]] = {
    "round": (
        Row("start", "planned", "under_way", OFFICE),
        Row("finish", "under_way", "finished", OFFICE, "", "visits_done"),
        Row("release", "finished", "released", OFFICE, "", "all_confirmed"),
        Row("void", "planned under_way finished", "void", OFFICE, "", "reason"),
    ),
    "visit": (
        Row("finish", "started", "finished", FIELD),
        Row("void", "started finished", "void", OFFICE, "", "reason"),
    ),
    "finding": (
        Row("confirm", "found", "confirmed", OFFICE, "left", "whole"),
        Row("confirm", "found", "closed", OFFICE, "fixed", "whole"),
        Row("hand_over", "found", "fixing", FIELD, "left"),
        Row("hand_over", "confirmed", "fixing", FIELD),
        Row("order", "confirmed", "ordered", PRODUCT),
        Row("unorder", "ordered", "confirmed", PRODUCT),
        Row("start", "ordered", "fixing", PRODUCT),
        Row("submit", "fixing", "submitted", ANSWERS, "", "answered"),
        Row("pass", "submitted", "closed", OFFICE, "", "someone_else"),
        Row("return", "submitted", "fixing", OFFICE, "", "someone_else reason"),
        Row("rebound", "closed", "fixing", OFFICE, "told", "not_archived reason"),
        Row("rebound", "closed", "confirmed", OFFICE, "untold", "not_archived reason"),
        Row("direct", "confirmed", "=", OFFICE, "told", "other_unit"),
        Row("direct", "ordered fixing", "=", OFFICE, "", "other_unit"),
        Row("urge", "fixing", "=", OFFICE, "", "reason not_urged_today"),
        Row("suspend", "fixing", "suspended", OFFICE, "", "reason day"),
        Row("resume", "suspended", "fixing", OFFICE),
        Row("reclassify", "found confirmed", "=", OFFICE, "", "reason known_item"),
        Row("merge", STANDS, "void", OFFICE, "", "duplicate"),
        Row("void", STANDS, "void", OFFICE, "", "reason"),
    ),
    "order": (
        Row("propose", "draft", "signing", OFFICE, "", "points"),
        Row("take_back", "signing", "draft", OFFICE),
        Row("issue", "signing", "issued", OFFICE, "", "points"),
        Row("sign", "issued", "signed", ANSWERS),
        Row("urge", "issued signed", "=", OFFICE, "", "reason not_urged_today"),
        Row("raise", "issued signed", "=", OFFICE, "ordinary", "reason"),
        Row("list", "issued signed", "=", OFFICE, "unlisted", "reason leader not_asked"),
        Row("ask_removal", "closed", "=", ANSWERS, "listed", "removal_unasked reason"),
        Row("delist", "closed", "=", OFFICE, "listed", "removal_asked reason not_asked"),
        Row("close", "signed", "closed", PRODUCT),
        Row("reopen", "closed", "signed", PRODUCT),
        Row("archive", "closed", "archived", OFFICE),
        Row("void", "draft signing issued", "void", OFFICE, "", "reason not_asked"),
    ),
    "request": (
        Row("grant", "asked", "granted", OFFICE, "", "grantable"),
        Row("refuse", "asked", "refused", OFFICE, "", "reason"),
        Row("withdraw", "asked", "withdrawn", ANSWERS, "", "own_unit"),
    ),
    "recheck": (
        Row("give", "wanted", "=", OFFICE),
        Row("report", "wanted", "reported", "inspector"),
        Row("hold", "reported", "holds", PRODUCT),
        Row("fail", "reported", "fails", PRODUCT),
        Row("drop", "wanted", "dropped", OFFICE, "", "reason"),
    ),
    "approval": (
        Row("grant", "asked", "granted", OFFICE, "", "another_person still_possible"),
        Row("refuse", "asked", "refused", OFFICE, "", "another_person reason"),
        Row("withdraw", "asked", "withdrawn", OFFICE, "", "who_asked"),
    ),
}
STATES: dict[str, str] = {
    "round": "planned under_way finished released void",
    "visit": "started finished void",
    "finding": "found confirmed ordered fixing submitted closed suspended void",
    "order": "draft signing issued signed closed archived void",
    "request": "asked granted refused withdrawn",
    "recheck": "wanted reported holds fails dropped",
    "approval": "asked granted refused withdrawn",
}
PEOPLE = ("inspector", "town", "department", "supervisor", "leader", "sysadmin", "secadmin", "auditor")


@cache
def rows_of(noun: str, action: str) -> list[Row]:
    return [row for row in TABLES[noun] if row.action == action]


def actions_of(noun: str) -> list[str]:
    return list(dict.fromkeys(row.action for row in TABLES[noun]))


@cache
def may_ever(noun: str, action: str, role: str) -> bool:
    return any(role in row.by.split() for row in rows_of(noun, action))
