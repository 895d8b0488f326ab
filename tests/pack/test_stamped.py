"""Time tokens in evidence packs (证据包里的时间戳): read by the pack's own script; OpenSSL says whether the authority signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.actions.time_token import fetch_tokens
from app.db import db, now
from app.domain.people import SYSTEM
from app.outside.time_authority import TimeAuthority
from tests import time_authority
from tests.pack.conftest import Packed
from tests.pack.test_pack import resealed
from tests.packed import checked
from tests.time_authority import serving, set_up

TOKEN, HEAD = "heads/000000001.tsr", "heads/000000001.json"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[time_authority.TimeAuthority]:
    with serving(set_up(tmp_path / "theirs")) as authority:
        yield authority


@pytest.fixture
def folder(packed: Packed, theirs: time_authority.TimeAuthority) -> Path:
    with packed.look(SYSTEM):
        assert fetch_tokens(TimeAuthority(theirs.address, theirs.roots), now()).whole
        db.session.commit()
    return packed.of_order()


def test_a_pack_says_when_its_head_file_was_stamped_and_by_whom_as_it_says(folder: Path) -> None:
    code, said = checked(folder)
    assert (code, "第 1 份指纹文件的时间戳对得上" in said, "自称“县档案馆时间戳”" in said) == (0, True, True), said


def test_with_the_roots_it_says_that_the_authority_signed(folder: Path, theirs: time_authority.TimeAuthority) -> None:
    code, said = checked(folder, "--authority", theirs.roots)
    assert (code, "“县档案馆时间戳”在 2" in said, "签名对" in said) == (0, True, True), said


def test_where_there_is_no_openssl_it_says_so(
    folder: Path, theirs: time_authority.TimeAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    code, said = checked(folder, "--authority", theirs.roots)
    assert (code, "没有 openssl" in said) == (0, True)


def of_another(folder: Path, theirs: time_authority.TimeAuthority) -> None:
    (folder / TOKEN).write_bytes(theirs.token_over(b"another file"))


def garbage(folder: Path, _: time_authority.TimeAuthority) -> None:
    (folder / TOKEN).write_bytes(b"garbage")


def cut_off(folder: Path, _: time_authority.TimeAuthority) -> None:
    (folder / TOKEN).write_bytes((folder / TOKEN).read_bytes()[:300])


def other_copy(folder: Path, _: time_authority.TimeAuthority) -> None:
    (folder / HEAD).write_text("{}")


FAULTS = {of_another: "盖的是另一份文件", garbage: "读不出来", cut_off: "读不出来", other_copy: "与另存的不同"}


@pytest.mark.parametrize("change", FAULTS)
def test_what_does_not_fit_is_named(
    folder: Path, theirs: time_authority.TimeAuthority, change: Callable[[Path, time_authority.TimeAuthority], None]
) -> None:
    """Even where somebody had the key of the manifest."""
    change(folder, theirs)
    resealed(folder)
    code, said = checked(folder)
    assert (code, FAULTS[change] in said) == (1, True), said


def test_somebody_elses_token_is_named_with_the_roots(
    folder: Path, theirs: time_authority.TimeAuthority, tmp_path: Path
) -> None:
    other = set_up(tmp_path / "other", "另一家")
    (folder / TOKEN).write_bytes(other.token_over((folder / HEAD).read_bytes()))
    resealed(folder)
    code, said = checked(folder, "--authority", theirs.roots)
    assert (code, "“另一家”" in said, "签名不对，或者不是由给出的根证书签发的" in said) == (1, True, True), said


def test_a_pack_without_a_token_says_so(packed: Packed) -> None:
    folder = packed.of_order()
    code, said = checked(folder)
    assert (code, "第 1 份指纹文件没有时间戳" in said, (folder / "heads").exists()) == (0, True, False)
