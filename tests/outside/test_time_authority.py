"""Time authority (时间戳服务): a real one answers, and whatever else an address may answer is told apart and never kept."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from flask import Flask

from app import outside
from app.config import NotConfigured
from app.outside import post
from app.outside.faults import PlaceAway
from app.outside.time_authority import MOST, TimeAuthority
from app.outside.time_token import DoesNotFit, Misfit, fitting, in_order, roots_in
from tests import time_authority
from tests.time_authority import serving, set_up

TEXT = b'{"n":1}'
LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[time_authority.TimeAuthority]:
    with serving(set_up(tmp_path / "theirs")) as authority:
        yield authority


def ours(theirs: time_authority.TimeAuthority, roots: str = "") -> TimeAuthority:
    return TimeAuthority(theirs.address, roots or theirs.roots)


def misfit_of(asked: TimeAuthority) -> Misfit:
    with pytest.raises(DoesNotFit) as told:
        asked.token_over(TEXT)
    return told.value.misfit


def test_a_token_says_when_and_by_whom_and_openssl_agrees(theirs: time_authority.TimeAuthority, tmp_path: Path) -> None:
    token = ours(theirs).token_over(TEXT)
    assert token.by == "县档案馆时间戳"
    (tmp_path / "file").write_bytes(TEXT)
    (tmp_path / "file.tsr").write_bytes(token.content)
    words = ["openssl", "ts", "-verify", "-data", "file", "-in", "file.tsr", "-CAfile", theirs.roots]
    done = subprocess.run(words, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert "Verification: OK" in done.stdout + done.stderr


def test_certificates_come_in_any_order(theirs: time_authority.TimeAuthority) -> None:
    """As OpenSSL writes them, the longer one first: no DER set, and the answer of most services."""
    content = theirs.token_over(TEXT)
    assert content != in_order(content)
    assert in_order(in_order(content)) == in_order(content)
    assert fitting(content, TEXT, roots_in(Path(theirs.roots))).by == "县档案馆时间戳"


def test_a_token_over_another_file_is_told(theirs: time_authority.TimeAuthority) -> None:
    theirs.answer = theirs.token_over(b"another file")
    assert misfit_of(ours(theirs)) == Misfit.OTHER_FILE


def test_an_old_answer_to_the_same_file_is_told(theirs: time_authority.TimeAuthority) -> None:
    """Its time would be a wrong one."""
    theirs.answer = theirs.token_over(TEXT)
    assert misfit_of(ours(theirs)) == Misfit.OTHER_QUESTION


def test_one_whom_we_do_not_trust_is_told(theirs: time_authority.TimeAuthority, tmp_path: Path) -> None:
    other = set_up(tmp_path / "other", "另一家")
    assert misfit_of(ours(theirs, other.roots)) == Misfit.UNKNOWN


def test_a_certificate_that_had_run_out_when_it_stamped_is_told(tmp_path: Path) -> None:
    with serving(set_up(tmp_path / "late", until=LONG_AGO)) as late:
        assert misfit_of(ours(late)) == Misfit.EXPIRED


def test_a_changed_token_is_forged(theirs: time_authority.TimeAuthority) -> None:
    content = bytearray(theirs.token_over(TEXT))
    content[-8] ^= 1
    with pytest.raises(DoesNotFit, match=Misfit.FORGED):
        fitting(bytes(content), TEXT, roots_in(Path(theirs.roots)))


@pytest.mark.parametrize("answer", [b"", b"<html>sign in first</html>", b"\x30\x82", b"\x30\x80" * 40, b"\x30" * 999])
def test_what_is_no_token_is_garbage(theirs: time_authority.TimeAuthority, answer: bytes) -> None:
    theirs.answer = answer
    assert misfit_of(ours(theirs)) == Misfit.GARBAGE


def test_a_refusal_is_told(theirs: time_authority.TimeAuthority) -> None:
    theirs.answer = bytes.fromhex("30053003020102")  # PKIStatus rejection, and no token
    assert misfit_of(ours(theirs)) == Misfit.REFUSED


def test_a_half_token_is_garbage(theirs: time_authority.TimeAuthority) -> None:
    theirs.answer = theirs.token_over(TEXT)[:400]
    assert misfit_of(ours(theirs)) == Misfit.GARBAGE


def test_one_that_is_down_is_away() -> None:
    with pytest.raises(PlaceAway):
        TimeAuthority("http://127.0.0.1:9/tsa", "/none").token_over(TEXT)


@pytest.mark.parametrize("status", [302, 403, 500])
def test_only_a_two_hundred_is_an_answer(theirs: time_authority.TimeAuthority, status: int) -> None:
    theirs.status = status
    with pytest.raises(PlaceAway, match=str(status)):
        ours(theirs).token_over(TEXT)


def test_one_that_never_answers_is_away(theirs: time_authority.TimeAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "PATIENCE", 0.2)
    theirs.hangs = True
    with pytest.raises(PlaceAway, match="TimeoutError"):
        ours(theirs).token_over(TEXT)


def test_one_that_drips_is_too_slow(theirs: time_authority.TimeAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the whole never."""
    monkeypatch.setattr(post, "PATIENCE", 0.3)
    theirs.drips, began = True, monotonic()
    with pytest.raises(PlaceAway, match=post.SLOW):
        ours(theirs).token_over(TEXT)
    assert monotonic() - began < 3


def test_an_answer_without_end_is_not_read(theirs: time_authority.TimeAuthority) -> None:
    theirs.answer = b"0" * (MOST + 1)
    with pytest.raises(PlaceAway, match=post.LONG):
        ours(theirs).token_over(TEXT)


def test_roots_that_are_no_certificates_are_refused_at_the_start(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text("no certificate")
    with pytest.raises(NotConfigured, match="holds no PEM certificate"):
        outside.check(replace(app.extensions["config"], time_authority_roots=str(tmp_path / "roots.pem")))


def test_the_label_holds_no_secret_of_the_address(theirs: time_authority.TimeAuthority) -> None:
    assert "its-own-secret" in theirs.address
    assert "its-own-secret" not in ours(theirs).key + ours(theirs).label
