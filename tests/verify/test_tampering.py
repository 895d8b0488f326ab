"""Eight ways to tamper with the journal: what the chain itself shows, what head files show, and what only a receipt does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.verify.found import Report
from tests.tampering import KINDS, put, rechained, rows_of, tamper
from tests.verify.conftest import Life, Owner

Check = Callable[..., Report]

ALONE = {"edit": {"row_changed"}, "edit_rehash": {"chain_broken"}, "delete": {"row_missing"}}
WITH_HEADS = {
    **ALONE,
    "edit_rechain": {"rewritten"},
    "delete_rechain": {"rewritten"},
    "cut": {"cut"},
    "insert_rechain": {"rewritten"},
    "reorder_rechain": {"rewritten"},
}
BY_RECEIPTS = {
    "edit": {"row_changed"},
    "edit_rehash": {"chain_broken", "receipt_differs"},
    "delete": {"row_missing"},
    "edit_rechain": {"receipt_differs"},
    "delete_rechain": {"receipt_differs", "receipt_beyond_the_end"},
    "cut": {"receipt_beyond_the_end"},
    "insert_rechain": {"receipt_differs"},
    "reorder_rechain": {"receipt_differs"},
}


def test_an_honest_journal_holds_with_every_witness(life: Life, check: Check) -> None:
    report = check(outside_=life.outside, told=life.receipts)
    assert report.told == []
    assert report.looked["rows"] == len(life.receipts)
    assert (report.looked["files"], report.looked["streams"] >= 4) == (2, True)


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_witness_a_chain_computed_anew_is_whole(life: Life, owner: Owner, check: Check, kind: str) -> None:
    with owner() as wire:
        tamper(wire, kind, life.stream_id, 2)
    assert set(check().codes) == ALONE.get(kind, set())


@pytest.mark.parametrize("kind", KINDS)
def test_with_head_files_every_kind_is_seen_in_older_rows(life: Life, owner: Owner, check: Check, kind: str) -> None:
    with owner() as wire:
        tamper(wire, kind, life.stream_id, 2)
    assert set(check(outside_=life.outside).codes) == WITH_HEADS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_behind_the_newest_head_file_a_receipt_is_what_shows_it(
    life: Life, owner: Owner, check: Check, kind: str
) -> None:
    with owner() as wire:
        tamper(wire, kind, life.stream_id, life.old + 1)
    assert set(check(outside_=life.outside).codes) == ALONE.get(kind, set())
    mine = [receipt for receipt in life.receipts if receipt["stream"] == str(life.stream_id)]
    assert set(check(outside_=life.outside, told=mine).codes) == BY_RECEIPTS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_is_named(life: Life, owner: Owner, check: Check, kind: str) -> None:
    """Third row (place 2): by its number, or by the span between two leaves."""
    with owner() as wire:
        tamper(wire, kind, life.stream_id, 2)
    named = check(outside_=life.outside).told[0].place
    first, last = (3, 4) if kind == "edit_rehash" else (named["seq"], named.get("last", named["seq"]))
    assert named["stream"] == str(life.stream_id)
    assert first <= 3 <= last
    assert named["seq"] == {"edit": 3, "edit_rehash": 4, "delete": 3, "cut": 3}.get(kind, 1)


def test_two_rows_that_changed_places_are_told_as_moved(life: Life, owner: Owner, check: Check, look: Any) -> None:
    """Numbers only, nothing computed anew."""
    with owner() as wire:
        wire.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER journal_is_append_only")
        for was, becomes in ((2, -1), (5, 2), (-1, 5)):
            wire.exec_driver_sql(
                "UPDATE journal SET seq = %s WHERE stream_id = %s AND seq = %s", (becomes, life.stream_id, was)
            )
    told = {(it.code, it.place["seq"], it.place.get("source")) for it in check().told}
    assert told == {("row_moved", 2, 5), ("row_moved", 5, 2)}


def test_a_stream_that_is_gone_is_told_by_the_leaf_that_knew_it(life: Life, owner: Owner, check: Check) -> None:
    with owner() as wire:
        wire.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER journal_is_append_only")
        for table in ("journal", "stream_head"):
            wire.exec_driver_sql(f"DELETE FROM {table} WHERE stream_id = %s", (life.stream_id,))  # noqa: S608 (our own table names)
    assert set(check().codes) == set()
    assert [(it.code, it.place["stream"]) for it in check(outside_=life.outside).told] == [
        ("stream_missing", str(life.stream_id))
    ]


def test_a_clock_that_went_back_is_an_alarm_and_no_break(life: Life, owner: Owner, check: Check) -> None:
    with owner() as wire:
        rows = rows_of(wire, life.stream_id)
        rows[1]["at"] += timedelta(minutes=6)
        put(wire, life.stream_id, rechained(rows), head=True)
    report = check()
    assert (dict(report.codes), report.broken, report.alarms) == ({"time_goes_back": 1}, 0, 1)


def test_a_receipt_that_we_did_not_sign_is_evidence_of_nothing(life: Life, check: Check) -> None:
    forged = {**life.receipts[0], "head": "f" * 64}
    assert dict(check(told=[forged]).codes) == {"receipt_forged": 1}
