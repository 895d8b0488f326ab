"""The one door to chance (随机): what comes out, and that a seed makes it repeat."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest

from app.domain import chance

AT = datetime(2026, 3, 6, 7, 30, 0, 123_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _real_chance_afterwards() -> Iterator[None]:
    yield
    chance.seed(None)


def test_an_id_is_a_random_uuid() -> None:
    assert (chance.new_id().version, chance.new_id().variant) == (4, UUID(int=8 << 60).variant)


def test_ids_do_not_repeat() -> None:
    assert len({chance.new_id() for _ in range(10_000)}) == 10_000


def test_an_ordered_id_is_a_uuid_of_version_7() -> None:
    ordered = chance.new_ordered_id(AT)
    assert (ordered.version, ordered.variant) == (7, chance.new_id().variant)


def test_an_ordered_id_tells_its_millisecond() -> None:
    assert chance.new_ordered_id(AT).int >> 80 == int(AT.timestamp()) * 1000 + 123


def test_ordered_ids_sort_by_their_time() -> None:
    ids = [chance.new_ordered_id(AT + timedelta(milliseconds=later)) for later in range(50)]
    assert ids == sorted(ids)


def test_ordered_ids_of_one_millisecond_differ() -> None:
    assert len({chance.new_ordered_id(AT) for _ in range(1000)}) == 1000


def test_ordered_ids_of_one_millisecond_sort_by_their_turn() -> None:
    ids = [chance.new_ordered_id(AT, turn) for turn in (0, 1, 2, 255, 4095, 4096, 2**24 - 1)]
    assert ids == sorted(ids)
    assert {(it.version, it.variant, it.int >> 80) for it in ids} == {
        (7, ids[0].variant, chance.new_ordered_id(AT).int >> 80)
    }
    assert all(chance.new_ordered_id(AT, 7) != chance.new_ordered_id(AT, 7) for _ in range(100))


@pytest.mark.parametrize(
    ("secret", "size"),
    [(chance.new_salt, 16), (chance.new_key, 32), (chance.new_token, 43)],
)
def test_secrets_have_their_size(secret: object, size: int) -> None:
    assert len(secret()) == size


def test_a_token_fits_into_a_header() -> None:
    assert chance.new_token().replace("-", "").replace("_", "").isalnum()


def test_a_password_can_be_read_aloud() -> None:
    groups = chance.new_password().split("-")
    assert [len(group) for group in groups] == [5, 5, 5, 5]
    assert set("".join(groups)) <= set(chance.CLEAR_LETTERS)


def drawn() -> list[object]:
    return [chance.new_id(), chance.new_ordered_id(AT), chance.new_salt(), chance.new_token(), chance.new_password()]


def test_a_seed_makes_everything_repeat() -> None:
    chance.seed(7)
    first = drawn()
    chance.seed(7)
    assert drawn() == first


def test_another_seed_gives_something_else() -> None:
    chance.seed(7)
    first = drawn()
    chance.seed(8)
    assert not set(map(str, drawn())) & set(map(str, first))


def test_a_seeded_world_repeats_no_id() -> None:
    chance.seed(7)
    assert len({chance.new_id() for _ in range(1000)}) == 1000


def test_without_a_seed_nothing_repeats() -> None:
    chance.seed(7)
    first = drawn()
    chance.seed(None)
    assert drawn() != first


def test_a_seed_holds_for_every_thread_of_the_process() -> None:
    chance.seed(7)
    expected = chance.new_id()
    chance.seed(7)
    found: list[UUID] = []
    thread = Thread(target=lambda: found.append(chance.new_id()))
    thread.start()
    thread.join()
    assert found == [expected]


def test_a_seed_gives_the_same_in_another_process() -> None:
    chance.seed(7)
    program = "from app.domain import chance; chance.seed(7); print(chance.new_id())"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(chance.new_id())


def test_what_is_drawn_for_a_key_does_not_depend_on_what_else_was_drawn() -> None:
    chance.seed(7)
    with chance.drawn_for("op 1"):
        alone = drawn()
    chance.seed(7)
    drawn()  # a hidden round, in the other world
    with chance.drawn_for("op 1"):
        assert drawn() == alone


def test_another_key_gives_something_else() -> None:
    chance.seed(7)
    with chance.drawn_for("op 1"):
        one = chance.new_id()
    with chance.drawn_for("op 2"):
        assert chance.new_id() != one


def test_without_a_seed_a_key_changes_nothing() -> None:
    with chance.drawn_for("op 1"):
        one = chance.new_id()
    with chance.drawn_for("op 1"):
        assert chance.new_id() != one
