"""Canonical form (规范化): as RFC 8785 has it."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import Plain, canonical_json, digest

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)


@given(values)
def test_it_writes_what_the_reference_writes(value: Plain) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    """𬒗 lies beyond ￥ by code point, and before it by code unit."""
    assert canonical_json({"￥": 1, "𬒗": 2}) == '{"𬒗":2,"￥":1}'.encode()


def test_a_digest_is_that_of_the_bytes() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not a plain value"):
        canonical_json({"deduction": 0.5})


def test_a_number_that_readers_would_round_is_refused() -> None:
    with pytest.raises(ValueError, match="as a string"):
        canonical_json(2**53)
