"""What is kept between starts: secrets once and for us alone, one run at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploy.local.keeping import Beginning, Keeping
from deploy.local.steps import CannotGoOn

DEMO = Beginning("demo", "a-password")


def test_the_secret_stays_the_same_and_private(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    assert keeping.secret_key() == keeping.secret_key()
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_given_password_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "given-by-the-office")
    assert Beginning.choose(demo=True).password == "given-by-the-office"


def test_without_a_given_password_each_beginning_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    assert Beginning.choose(demo=True).password != Beginning.choose(demo=True).password


def test_data_found_in_an_unknown_database_is_served_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNZHEN_MODE", raising=False)
    assert Beginning.choose(demo=False).mode == "production"


def test_a_second_run_on_the_same_data_is_refused(tmp_path: Path) -> None:
    held = Keeping(tmp_path).lock()
    with pytest.raises(CannotGoOn, match="is using"):
        Keeping(tmp_path).lock()
    os.close(held)


def test_data_has_no_beginning_before_its_first_start_ended(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    before = keeping.beginning("here")
    keeping.began("here", DEMO)
    assert (before, keeping.beginning("here"), keeping.beginning("elsewhere")) == (None, DEMO, None)


def test_half_a_first_start_is_removed(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.begin_anew(["photos"])
    (tmp_path / "photos").mkdir()
    keeping.begin_anew(["photos"])
    assert not (tmp_path / "photos").exists()


def test_data_whose_first_start_ended_is_never_removed(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.begin_anew(["photos"])
    (tmp_path / "photos").mkdir()
    keeping.began("here", DEMO)
    keeping.begin_anew(["photos"])
    assert (tmp_path / "photos").exists()


def test_data_of_unknown_origin_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    Keeping(tmp_path).begin_anew(["photos"])
    Keeping(tmp_path).begin_anew(["photos"])
    assert (tmp_path / "photos").exists()
