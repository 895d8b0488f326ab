"""The spool (暂存): parts are safe when they are told to be, and two connections never write one file."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.domain.problems import Problem
from app.storage.spool import Spool, SpoolLost, clear, has


def begun(folder: Path, content: bytes) -> None:
    with Spool.open(folder, "one", 0) as spool:
        spool.take([content], 0)


def test_parts_come_together_in_their_order(tmp_path: Path) -> None:
    begun(tmp_path, b"first ")
    with Spool.open(tmp_path, "one", 6) as spool:
        assert spool.take([b"sec", b"ond"], 6) == 6
    assert (tmp_path / "one").read_bytes() == b"first second"


def test_what_was_written_but_never_acknowledged_is_overwritten(tmp_path: Path) -> None:
    begun(tmp_path, b"safe and a tail that was never told of")
    with Spool.open(tmp_path, "one", 4) as spool:
        spool.take([b"!"], 4)
    assert (tmp_path / "one").read_bytes() == b"safe!"


def test_a_newcomer_goes_on_from_the_safe_part_at_once(tmp_path: Path) -> None:
    begun(tmp_path, b"safe")
    with Spool.open(tmp_path, "one", 4) as old, Spool.open(tmp_path, "one", 4) as new:
        new.take([b" new"], 4)
        old.take([b" old and late"], 4)
        assert (old.still_ours(), new.still_ours()) == (False, True)
    assert (tmp_path / "one").read_bytes() == b"safe new"


def test_only_one_file_is_left_after_a_take_over(tmp_path: Path) -> None:
    with Spool.open(tmp_path, "one", 0), Spool.open(tmp_path, "one", 0):
        assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_an_absent_or_short_file_is_a_loss(tmp_path: Path) -> None:
    begun(tmp_path, b"four")
    assert has(tmp_path, "one", 4)
    assert not has(tmp_path, "one", 5)
    assert not has(tmp_path, "two", 1)
    with pytest.raises(SpoolLost):
        Spool.open(tmp_path, "one", 5)
    with pytest.raises(SpoolLost):
        Spool.open(tmp_path, "two", 1)


def test_a_full_disk_says_so_and_the_part_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("/dev/full")
    with Spool.open(tmp_path, "one", 0) as spool, pytest.raises(Problem, match="storage_full"):
        spool.take([b"x"], 0)


def test_only_files_left_for_long_are_cleared(tmp_path: Path) -> None:
    begun(tmp_path, b"under way")
    (tmp_path / "old").write_bytes(b"left behind")
    os.utime(tmp_path / "old", (0, 0))
    clear(tmp_path, time.time() - 60)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
