"""Head files (指纹文件): what the text says and does not say, and which roots are equal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from app.domain.heads import (
    FIELDS,
    FIRST,
    HeadText,
    Leaf,
    NotAHeadFile,
    name_of,
    number_of,
    read,
    root_of,
    slot_of,
    written,
)
from app.outside.key import HeadKey, is_signed

AT = datetime(2026, 11, 12, 3, 20, tzinfo=UTC)
KEY = HeadKey("a secret of this test, long enough for it")
LEAVES = [Leaf(UUID(int=n), n, f"{n:064x}", bytes([n]) * 16) for n in range(1, 6)]
SALT = b"s" * 16
SAID = HeadText(7, AT, FIRST, root_of(LEAVES, SALT), KEY.public)


def test_the_cadence_stands_on_the_wall() -> None:
    late = datetime(2026, 11, 12, 11, 29, 59, 999_999, tzinfo=timezone(timedelta(hours=8)))
    assert (slot_of(late), slot_of(AT), slot_of(AT - timedelta(microseconds=1))) == (AT, AT, AT - timedelta(minutes=10))


def test_what_goes_out_says_seven_things_and_no_more() -> None:
    assert set(json.loads(written(SAID, KEY))) == FIELDS


def test_a_written_file_is_read_again_and_its_signature_is_ours() -> None:
    said, signature = read(written(SAID, KEY))
    assert said == SAID
    assert is_signed(said.content, signature, KEY.public)


@pytest.mark.parametrize("field", ["n", "at", "previous", "root", "public_key"])
def test_no_field_can_be_changed_under_the_signature(field: str) -> None:
    other = {"n": 8, "at": AT + timedelta(minutes=10), "previous": "1" * 64, "root": "2" * 64, "public_key": "3" * 64}
    changed = replace(SAID, **{field: other[field]})
    assert not is_signed(changed.content, KEY.sign(SAID.content), KEY.public)


def test_another_secret_is_another_key() -> None:
    assert HeadKey("another secret of this test, long enough").public != KEY.public


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "7", '{"n": 1}', written(SAID, KEY) + "\n", written(SAID, KEY)[:-1]]
)
def test_only_the_canonical_text_is_a_head_file(text: str) -> None:
    with pytest.raises(NotAHeadFile):
        read(text)


def test_the_root_does_not_depend_on_the_order_of_the_leaves() -> None:
    assert root_of(reversed(LEAVES), SALT) == root_of(LEAVES, SALT)


@pytest.mark.parametrize("place", range(len(LEAVES)))
@pytest.mark.parametrize("change", [{"seq": 99}, {"hash": "f" * 64}, {"stream_id": UUID(int=99)}, {"salt": b"o" * 16}])
def test_any_change_of_any_leaf_changes_the_root(place: int, change: dict[str, object]) -> None:
    changed = [*LEAVES[:place], replace(LEAVES[place], **change), *LEAVES[place + 1 :]]  # type: ignore[arg-type]  # a field of its own type
    assert root_of(changed, SALT) != root_of(LEAVES, SALT)


def test_a_leaf_more_or_less_changes_the_root() -> None:
    roots = {root_of(LEAVES[:n], SALT) for n in range(len(LEAVES) + 1)}
    assert len(roots) == len(LEAVES) + 1


def test_the_root_of_nothing_differs_from_file_to_file() -> None:
    """Else an idle ten minutes would be known by it."""
    assert root_of([], b"a" * 16) != root_of([], b"b" * 16)


def test_a_name_is_its_number() -> None:
    assert (name_of(7), number_of("000000007.json")) == ("000000007.json", 7)
    assert [number_of(name) for name in ("7.json", "000000007.json.new", ".000000007.json.x", "x")] == [None] * 4
