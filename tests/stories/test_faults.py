"""Faults (故障): the worker is killed, Redis is flushed; the effect comes from the database without a new request."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests import samples
from tests.stack import Stack
from tests.stories.waiting import until
from tests.stories.wire import WirePhone

DERIVED = "SELECT count(*) FROM photo WHERE derived_at IS NOT NULL"


@pytest.fixture
def phone(stack: Stack) -> WirePhone:
    """An inspector's phone on the wire, on a visit of an unannounced round."""
    return WirePhone.on_a_visit(stack)


def test_a_photo_is_derived_although_its_work_horse_was_killed(stack: Stack, phone: WirePhone) -> None:
    stack.stop_worker()
    phone.record_with(samples.jpeg(size=(4000, 3000)))
    stack.start_worker()
    stack.kill_work_horse()
    assert until(lambda: stack.ask(DERIVED) == "1")


def test_a_photo_is_derived_although_redis_was_flushed_before_its_job_began(stack: Stack, phone: WirePhone) -> None:
    stack.stop_worker()
    phone.record_with(samples.jpeg())
    stack.flush_redis()
    stack.start_worker()
    assert until(lambda: stack.ask(DERIVED) == "1")


def test_a_record_is_taken_while_redis_is_down_and_done_when_it_is_back(stack: Stack, phone: WirePhone) -> None:
    stack.kill_redis()
    phone.record_with(samples.jpeg())
    assert stack.ask("SELECT verdict FROM operation WHERE kind = 'finding.record'") == "applied"
    stack.start_redis()
    stack.stop_worker()
    stack.start_worker()
    assert until(lambda: stack.ask(DERIVED) == "1")


def test_the_stored_original_is_what_the_phone_sent(stack: Stack, phone: WirePhone) -> None:
    content = samples.jpeg(comment="示例")
    phone.record_with(content)
    stored = next(stack.folder.glob(f"photos/**/{sha256(content).hexdigest()}*"))
    assert stored.read_bytes() == content
