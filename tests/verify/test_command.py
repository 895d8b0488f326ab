"""flask verify (核验命令): what it prints, how it ends, and where it takes its witnesses from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domain.heads import name_of
from app.outside.key import HeadKey
from tests.tampering import tamper
from tests.verify.conftest import Life, Owner


@pytest.fixture
def folder(life: Life, tmp_path: Path) -> Path:
    for n, text in life.outside.items():
        (tmp_path / name_of(n)).write_text(text)
    (tmp_path / "of-somebody-else.json").write_text("{}")
    return tmp_path


def run(app: Flask, *words: object) -> tuple[int, list[str]]:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["verify", *map(str, words)])
    return done.exit_code, done.output.splitlines()


def test_an_honest_journal_ends_with_zero_and_a_count(app: Flask, life: Life, folder: Path) -> None:
    code, lines = run(app, "--heads", folder)
    assert (code, len(lines)) == (0, 1)
    assert "2 份指纹文件" in lines[0]
    assert "0 处不对" in lines[0]


def test_without_files_from_outside_it_says_what_that_leaves_open(app: Flask, life: Life) -> None:
    code, lines = run(app)
    assert (code, "没有拿外部存放处的文件对照" in lines[0]) == (0, True)


def test_a_changed_row_is_named_and_ends_with_one(app: Flask, life: Life, folder: Path, owner: Owner) -> None:
    with owner() as wire:
        tamper(wire, "edit", life.stream_id, 2)
    code, lines = run(app, "--heads", folder)
    assert code == 1
    assert lines[0].startswith("row_changed ")
    assert f"{life.stream_id} 第 3 行" in lines[0]
    assert "1 处不对" in lines[-1]


def test_a_machine_reads_lines_of_json(app: Flask, life: Life, folder: Path, owner: Owner) -> None:
    with owner() as wire:
        tamper(wire, "cut", life.stream_id, 2)
    code, lines = run(app, "--heads", folder, "--json")
    first, counts = json.loads(lines[0]), json.loads(lines[-1])
    assert (code, first["code"], first["stream"], first["seq"]) == (1, "cut", str(life.stream_id), 3)
    assert (counts["codes"]["cut"], counts["against_outside"], counts["files"]) == (1, True, 2)


@pytest.mark.parametrize("lines", [True, False])
def test_receipts_come_as_a_list_or_one_a_line(
    app: Flask, life: Life, owner: Owner, tmp_path: Path, lines: bool
) -> None:
    with owner() as wire:
        tamper(wire, "cut", life.stream_id, life.old + 1)
    file = tmp_path / "receipts"
    file.write_text("\n".join(map(json.dumps, life.receipts)) if lines else json.dumps(life.receipts))
    code, told = run(app, "--receipts", file)
    assert (code, told[0].split()[0]) == (1, "receipt_beyond_the_end")


def test_a_file_that_holds_no_receipts_is_refused(app: Flask, life: Life, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("not a receipt")
    code, lines = run(app, "--receipts", tmp_path / "notes")
    assert (code, "holds no receipts" in lines[-1]) == (1, True)


def test_a_folder_without_head_files_is_refused(app: Flask, life: Life, tmp_path: Path) -> None:
    code, lines = run(app, "--heads", tmp_path)
    assert (code, "holds no head files" in lines[-1]) == (1, True)


def test_the_public_key_is_printed_and_stands_in_each_file(app: Flask, life: Life) -> None:
    with app.app_context():
        printed = app.test_cli_runner().invoke(args=["head-key"]).output.strip()
    assert {json.loads(text)["public_key"] for text in life.outside.values()} == {printed}
    assert printed == HeadKey(app.config["SECRET_KEY"]).public


def test_photos_are_read_again_where_that_is_asked(app: Flask, life: Life, look: Any) -> None:
    """The photos of this life were never stored: each of its arrived slots is without its blob."""
    code, lines = run(app, "--photos")
    assert (code, {line.split()[0] for line in lines[:-2]}) == (1, {"photo_unknown"})
