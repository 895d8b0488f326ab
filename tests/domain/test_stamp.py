"""Stamp (水印): what it says, never more than is known; and a code that only the server can make and anybody can type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.place import Position
from app.domain.stamp import LETTERS, Stamped, TimeSays, code_of, grouped, lines_of, read_code, time_says
from app.domain.trust_facts import Claimed, Reason, Trust
from app.texts import LANGUAGES, say

AT = datetime(2026, 3, 18, 1, 26, 41, tzinfo=UTC)
HERE = Claimed(Position(119.51, 29.546), 8.0, "gps")
SEEN = Stamped("before", AT, TimeSays.CHECKED, HERE, "建德市大慈岩镇", "建德市督查组", "8F3K2Q7M9T1XBD")
BETWEEN = Reason("time", "between", Trust.HOLDS)
SECRET, PHOTO, SHA = "s" * 32, "0b0e5f0c-0000-4000-8000-000000000001", "ab" * 32


def said(it: Stamped) -> list[str]:
    return [say(line.key, "zh", **line.params) for line in lines_of(it)]


def test_a_stamp_has_five_lines() -> None:
    assert said(SEEN) == [
        "美丽城镇督查 · 整改前",
        "2026-03-18 09:26:41 · 时间与服务器核对过",
        "建德市大慈岩镇 · ±8m",
        "119.510000, 29.546000（WGS-84）",
        "建德市督查组 · 编号 8F3K-2Q7M-9T1X-BD",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["before", "after", "onsite_after", "recheck", "document"])
@pytest.mark.parametrize("says", TimeSays)
def test_every_kind_of_stamp_has_its_words(language: str, role: str, says: TimeSays) -> None:
    lines = lines_of(replace(SEEN, role=role, time_says=says))
    assert all("w." not in say(line.key, language, **line.params) for line in lines)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (replace(HERE, provider="hand", accuracy_m=20.0), "建德市大慈岩镇 · 手动标注"),
        (replace(HERE, accuracy_m=0.0), "建德市大慈岩镇 · 误差不明"),
        (None, "建德市大慈岩镇 · 没有定位"),
    ],
)
def test_a_place_is_said_no_surer_than_it_is(place: Claimed | None, words: str) -> None:
    assert said(replace(SEEN, place=place))[2] == words


def test_without_a_position_there_are_no_coordinates() -> None:
    assert not [line for line in said(replace(SEEN, place=None)) if "WGS" in line]


@pytest.mark.parametrize(
    ("reason", "source", "expected"),
    [
        (BETWEEN, "camera", TimeSays.CHECKED),
        (Reason("time", "phone_only", Trust.OPEN), "camera", TimeSays.PHONE),
        (Reason("time", "ahead", Trust.DOUBT), "camera", TimeSays.PHONE),
        (Reason("time", "behind", Trust.DOUBT), "camera", TimeSays.PHONE),
        (Reason("time", "file_differs", Trust.DOUBT), "camera", TimeSays.PHONE),
        (None, "camera", TimeSays.PHONE),
        (Reason("time", "of_file", Trust.OPEN), "gallery", TimeSays.FILE),
        (BETWEEN, "gallery", TimeSays.FILE),
        (replace(BETWEEN, name="place"), "camera", TimeSays.PHONE),
    ],
)
def test_a_time_is_checked_only_where_the_claim_agrees(reason: Reason | None, source: str, expected: TimeSays) -> None:
    assert time_says(reason, source) == expected


def test_a_code_is_fourteen_clear_letters() -> None:
    code = code_of(SECRET, PHOTO, SHA, AT, HERE)
    assert len(code) == 14
    assert set(code) <= set(LETTERS)
    assert [len(part) for part in grouped(code).split("-")] == [4, 4, 4, 2]


def test_a_code_is_of_one_photo_at_one_time_and_place_under_one_secret() -> None:
    elsewhere = replace(HERE, position=Position(119.510001, 29.546))
    codes = {
        code_of(SECRET, PHOTO, SHA, AT, HERE),
        code_of("t" * 32, PHOTO, SHA, AT, HERE),
        code_of(SECRET, PHOTO.replace("1", "2"), SHA, AT, HERE),
        code_of(SECRET, PHOTO, "cd" * 32, AT, HERE),
        code_of(SECRET, PHOTO, SHA, AT + timedelta(seconds=1), HERE),
        code_of(SECRET, PHOTO, SHA, AT, elsewhere),
        code_of(SECRET, PHOTO, SHA, AT, None),
    }
    assert len(codes) == 7


@given(st.text(LETTERS, min_size=14, max_size=14))
def test_a_code_is_read_back_as_people_write_it(code: str) -> None:
    misread = code.replace("0", "o").replace("1", "l")
    assert [read_code(it) for it in (code, grouped(code).lower(), f" {misread} ", code.replace("1", "I"))] == [code] * 4


@given(st.text())
def test_whatever_is_typed_gives_a_whole_code_or_none(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == 14 and set(code) <= set(LETTERS))
