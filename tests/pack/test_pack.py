"""Evidence packs (证据包): whole as they are made, shown for what they are when anything in them was touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app import outside
from app.actions.advance import Move
from app.actions.order import step_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import HeadFile, Order
from app.queries.by_id import one
from tests.pack.conftest import Packed
from tests.packed import AFTER, BEFORE, checked, hash_of


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


@pytest.mark.parametrize("of", ["of_order", "of_month"])
@pytest.mark.parametrize("login", ["supervisor", "town", "leader"])
def test_a_pack_holds_for_whoever_asked(packed: Packed, of: str, login: str) -> None:
    code, said = checked(getattr(packed, of)(login))
    assert (code, "都对得上" in said) == (0, True), said


def test_the_pictures_are_the_bytes_that_were_sent(packed: Packed) -> None:
    folder = packed.of_order()
    assert {file.read_bytes() for file in (folder / "photos").glob("*.jpg")} == {BEFORE, AFTER}


def test_its_script_is_told_the_key_and_the_head_files_of_elsewhere(packed: Packed, tmp_path: Path) -> None:
    folder, kept = packed.of_order(), tmp_path / "heads"
    kept.mkdir()
    with packed.look(SYSTEM):
        key = outside.our_key().public
        for file in db.session.query(HeadFile):
            (kept / f"{file.n:09d}.json").write_text(file.text)
    assert checked(folder, "--heads", str(kept), "--key", key)[0] == 0
    code, said = checked(folder, "--key", "ab" * 32)
    assert (code, "不是给出的那把" in said) == (1, True)
    next(kept.iterdir()).write_text("{}")
    code, said = checked(folder, "--heads", str(kept))
    assert (code, "与另存的不同" in said) == (1, True)


def resealed(folder: Path) -> None:
    """As somebody would who changes a file and the manifest with it; the key alone he does not have."""
    manifest = read(folder, "manifest.json")
    for it in manifest["files"]:
        content = (folder / it["path"]).read_bytes()
        it |= {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def rewrite(name: str, change: Callable[[Any], None]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        content = read(folder, name)
        change(content)
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    return act


def shown_row(extract: Any, act: str) -> Any:
    rows = (it for stream in extract["streams"] for it in stream["rows"] if isinstance(it, dict))
    return next(it for it in rows if it["row"]["act"] == act)


def hidden_row(extract: Any) -> tuple[list[Any], int]:
    rows = next(stream["rows"] for stream in extract["streams"] if any(isinstance(it, str) for it in stream["rows"]))
    return rows, next(at for at, it in enumerate(rows) if isinstance(it, str))


def drop_hidden(extract: Any) -> None:
    rows, at = hidden_row(extract)
    del rows[at]


def other_hidden(extract: Any) -> None:
    rows, at = hidden_row(extract)
    rows[at] = "0" * 64


TOUCHED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a photo's bytes": (lambda to: next((to / "photos").glob("*.jpg")).write_bytes(b"other"), "文件改过"),
    "a photo taken out": (lambda to: (to / "photos" / f"{hash_of(AFTER)}.jpg").unlink(), "少了文件"),
    "a file added": (lambda to: (to / "more.txt").write_text("x"), "多了清单上没有的文件"),
    "the deadline in the records": (
        rewrite("records.json", lambda it: it["points"][0].update(due_at="2026-12-24T10:00:00+00:00")),
        "期限是",
    ),
    "another photo in the records": (
        rewrite("records.json", lambda it: it["points"][0]["photos"][0].update(sha256="ab" * 32)),
        "日志没有点名",
    ),
    "a word of a row": (
        rewrite("journal.json", lambda it: shown_row(it, "finding.pass")["row"]["body"].update(note="好")),
        "中有改动",
    ),
    "the time of a row": (
        rewrite("journal.json", lambda it: shown_row(it, "order.issue")["row"].update(at="2026-11-01T00:00:00+00:00")),
        "中有改动",
    ),
    "who did it": (
        rewrite("journal.json", lambda it: shown_row(it, "finding.pass").update(user_id="0" * 36)),
        "对不上",
    ),
    "a hidden row left out": (rewrite("journal.json", drop_hidden), "中有改动"),
    "another hidden row": (rewrite("journal.json", other_hidden), "中有改动"),
    "another salt of the leaf": (
        rewrite("journal.json", lambda it: it["streams"][0]["proof"].update(salt="00" * 16)),
        "对不上第 1 份指纹文件",
    ),
    "a head file of one's own": (
        rewrite("journal.json", lambda it: it["heads"].update({"1": it["heads"]["1"].replace('"n":1', '"n":2')})),
        "指纹文件的签名不对",
    ),
}


@pytest.mark.parametrize("touched", TOUCHED)
def test_whatever_is_touched_is_named(packed: Packed, touched: str) -> None:
    folder, (act, sentence) = packed.of_order(), TOUCHED[touched]
    act(folder)
    code, said = checked(folder)
    assert (code, sentence in said) == (1, True), said


@pytest.mark.parametrize("touched", [name for name in TOUCHED if not name.startswith("a ")])
def test_a_manifest_written_anew_does_not_hide_it(packed: Packed, touched: str) -> None:
    """The signature is wrong; and what was touched is still named by itself."""
    folder, (act, sentence) = packed.of_order(), TOUCHED[touched]
    act(folder)
    resealed(folder)
    code, said = checked(folder)
    assert (code, "签名不对" in said, sentence in said) == (1, True, True), said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda it: it["score"]["lines"][0].update(amount="1"), "不一致"),
        (lambda it: it["score"].update(value="99.99"), "不是 99.99"),
        (lambda it: it["score"]["lines"].pop(), "不一致"),
    ],
)
def test_a_score_that_was_touched_is_named(packed: Packed, change: Callable[[Any], Any], sentence: str) -> None:
    folder = packed.of_month()
    rewrite("records.json", change)(folder)
    code, said = checked(folder)
    assert (code, sentence in said) == (1, True), said


def test_rows_that_no_head_file_knows_yet_are_said(packed: Packed) -> None:
    """An act after the newest head file: what came before it is vouched for still."""
    assert "太新" not in checked(packed.of_order())[1]
    with packed.look(SYSTEM):
        step_order(one(Order, packed.order_id), Move("archive", packed.world.viewers["supervisor"], now()))
        db.session.commit()
    code, said = checked(packed.of_order())
    assert (code, "太新" in said) == (0, True), said


def test_a_town_learns_of_nobody_who_acted(packed: Packed) -> None:
    """Neither name nor id, nor a hash by which two acts of one person are known as such (decision 6)."""
    folder = packed.of_month("town")
    whole = b"".join(file.read_bytes() for file in folder.rglob("*") if file.suffix in {".json", ".html"}).decode()
    for login in ("inspector", "supervisor", "supervisor2"):
        assert str(packed.world.viewers[login].user_id) not in whole
    rows = [it for stream in read(folder, "journal.json")["streams"] for it in stream["rows"] if isinstance(it, dict)]
    assert len({it["who"] for it in rows}) == len(rows) > 3
    assert not any("user_id" in it for it in rows)
    assert '"claim"' not in whole
    assert read(folder, "records.json")["visits"] == []


def test_a_stranger_gets_nothing(packed: Packed) -> None:
    with pytest.raises(Exception, match="not_found"):
        packed.of_order("town2")
