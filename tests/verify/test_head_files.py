"""Head files against each other: a forged, a missing, a rewritten one, and leaves that were destroyed in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from app.domain.heads import FIRST, HeadText, Leaf, hash_of, read, root_of, written
from app.outside.key import HeadKey
from app.verify.found import Report
from tests.verify.conftest import Life, Owner

Check = Callable[..., Report]
EARLIER = """UPDATE head_leaf leaf SET seq = before.seq, hash = before.hash FROM journal before
WHERE before.stream_id = leaf.stream_id AND before.seq = leaf.seq - 1"""  # as if the last row had come later
OTHER = HeadKey("a secret that is not this deployment's own")


def told(report: Report) -> list[tuple[str, int, object]]:
    return [(it.code, it.place["n"], it.place.get("where")) for it in report.told]


def destroy(owner: Owner, statement: str) -> None:
    with owner() as wire:
        for table in ("head_file", "head_leaf"):
            wire.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_append_only")
        wire.exec_driver_sql(statement)


def test_leaves_destroyed_in_the_database_are_told_by_the_file_outside(life: Life, owner: Owner, check: Check) -> None:
    destroy(owner, "DELETE FROM head_leaf WHERE n = 1")
    assert told(check(outside_=life.outside)) == [("root_differs", 1, None)]


def test_files_and_leaves_destroyed_in_the_database_are_missed(life: Life, owner: Owner, check: Check) -> None:
    destroy(owner, "DELETE FROM head_leaf")
    destroy(owner, "DELETE FROM head_file")
    assert told(check(outside_=life.outside)) == [
        ("head_file_missing", 1, "kept_here"),
        ("head_file_missing", 2, "kept_here"),
    ]


def test_a_file_that_was_taken_away_outside_is_missed(life: Life, check: Check) -> None:
    assert told(check(outside_={2: life.outside[2]})) == [("head_file_missing", 1, "kept_outside")]


def test_a_file_not_delivered_yet_is_not_missed(life: Life, check: Check) -> None:
    assert told(check(outside_={1: life.outside[1]})) == []


def test_a_file_with_a_foreign_signature_is_forged(life: Life, check: Check) -> None:
    said, _ = read(life.outside[2])
    forged = written(HeadText(said.n, said.at, said.previous, "f" * 64, OTHER.public), OTHER)
    assert told(check(outside_={**life.outside, 2: forged})) == [("head_file_forged", 2, "kept_outside")]


def test_a_file_that_names_our_key_and_is_signed_by_another_is_forged(life: Life, check: Check) -> None:
    said, _ = read(life.outside[2])
    forged = written(replace(said, root="f" * 64), OTHER)
    assert told(check(outside_={**life.outside, 2: forged})) == [("head_file_forged", 2, "kept_outside")]


def test_a_file_under_another_number_is_forged(life: Life, check: Check) -> None:
    assert told(check(outside_={1: life.outside[2], 2: life.outside[2]})) == [("head_file_forged", 1, "kept_outside")]


def test_files_of_ours_that_were_made_anew_with_our_own_key_are_told_by_those_outside(
    life: Life, owner: Owner, check: Check, app: Any
) -> None:
    """Somebody with the database and the secret: leaves, roots and signatures agree, and the copies outside do not."""
    key = HeadKey(app.config["SECRET_KEY"])
    destroy(owner, EARLIER)
    with owner() as wire:
        _sign_anew(wire, key)
    assert told(check(heads=True)) == []
    assert told(check(outside_=life.outside)) == [
        ("head_file_forged", 1, "kept_here"),
        ("root_differs", 1, None),
        ("head_file_forged", 2, "kept_here"),
    ]


def _sign_anew(wire: Connection, key: HeadKey) -> None:
    previous = FIRST
    for n, at, salt in wire.exec_driver_sql("SELECT n, at, salt FROM head_file ORDER BY n").all():
        rows = wire.exec_driver_sql("SELECT stream_id, seq, hash, salt FROM head_leaf WHERE n = %s", (n,)).all()
        leaves = [Leaf(stream_id, seq, hash_, bytes(own)) for stream_id, seq, hash_, own in rows]
        text = written(HeadText(n, at, previous, root_of(leaves, bytes(salt)), key.public), key)
        wire.exec_driver_sql("UPDATE head_file SET text = %s WHERE n = %s", (text, n))
        previous = hash_of(text)


def test_a_chain_of_files_that_was_begun_anew_does_not_follow(life: Life, check: Check, app: Any) -> None:
    key = HeadKey(app.config["SECRET_KEY"])
    said, _ = read(life.outside[2])
    alone = written(HeadText(2, said.at, FIRST, said.root, key.public), key)
    assert told(check(outside_={**life.outside, 2: alone})) == [
        ("head_file_forged", 2, "kept_here"),
        ("head_file_forged", 2, "kept_outside"),
    ]
