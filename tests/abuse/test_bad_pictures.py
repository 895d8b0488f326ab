"""Bad pictures (坏图片) at the real server and the real worker: refused in words or stored whole, and nobody dies of one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests import samples
from tests.abuse.bad_pictures import all_of_them
from tests.abuse.spoiled import spoiled
from tests.stack import Stack
from tests.stories.waiting import until
from tests.stories.wire import WirePhone

SHORT, LONG, SEED = 8, 2000, 2026
WEB_WORKERS = 2  # as deploy/local/app.py starts them
PATIENCE = 300  # seconds, and one more for each picture
AT_ONCE = 20  # photos of one point
REFUSALS = {"not_an_image": 415, "moving_picture": 415, "image_too_large": 413, "body_too_large": 413}
WAITING = "SELECT count(*) FROM due WHERE done_at IS NULL AND run_at <= xz_now()"
UNSAID = "SELECT string_agg(sha256, ' ') FROM photo WHERE arrived_at IS NOT NULL AND (derived_at IS NULL) = (trouble IS NULL)"
UNREAD = "SELECT count(*) FROM blob LEFT JOIN file_reading USING (sha256) WHERE file_reading.sha256 IS NULL"
SHOWN = "SELECT count(*) FROM photo WHERE derived_at IS NOT NULL AND sha256 = '{}'"
KILLED = "terminated unexpectedly"  # RQ's word for a work-horse that did not end by itself


@dataclass
class Storm:
    """Everything sent, and what became of it."""

    phone: WirePhone
    sent: dict[str, str] = field(default_factory=dict)  # hash -> name
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)  # name -> status, code

    def send(self, named: dict[str, bytes]) -> None:
        """Declared twenty at a time, so that the worker finds a photo for each of them."""
        fresh = {sha256(content).hexdigest(): (name, content) for name, content in named.items()}
        for begin in range(0, len(fresh), AT_ONCE):
            self.phone.record(list(fresh)[begin : begin + AT_ONCE])
        for digest, (name, content) in fresh.items():
            self.sent[digest] = name
            self._bring(name, content, digest)

    def _bring(self, name: str, content: bytes, digest: str) -> None:
        try:
            self.phone.upload(content, digest, "image/png" if "png" in name else "image/jpeg")
        except HTTPError as refusal:
            told = json.loads(refusal.read())
            self.refused[name] = refusal.code, told["type"]
            assert told["title"], f"{name}: refused without a sentence"


@pytest.fixture
def processes(stack: Stack) -> tuple[int, list[int]]:
    """Once both have come up: the server answers before the second one is there."""
    assert until(lambda: len(stack.web_workers()) == WEB_WORKERS)
    return stack.worker_pid, stack.web_workers()


@pytest.fixture
def storm(stack: Stack, processes: tuple[int, list[int]], request: pytest.FixtureRequest) -> Storm:
    """With --long all that are made by hand, else every fourth; and as many spoiled ones as were asked for."""
    storm, long = Storm(WirePhone.on_a_visit(stack)), request.config.getoption("--long")
    made = dict(islice(all_of_them().items(), 0, None, 1 if long else 4))
    drawn = enumerate(islice(spoiled(SEED), LONG if long else SHORT))
    storm.send(made | {f"{number} {name}": content for number, (name, content) in drawn})
    assert until(lambda: stack.ask(WAITING) == "0", PATIENCE + len(storm.sent)), "a job has not come to an end"
    return storm


def test_no_picture_is_bad_enough(stack: Stack, storm: Storm, processes: tuple[int, list[int]]) -> None:
    assert {name: told for name, told in storm.refused.items() if REFUSALS.get(told[1]) != told[0]} == {}
    assert (stack.worker_pid, stack.web_workers()) == processes
    assert [line for line in stack.worker_log().splitlines() if KILLED in line] == []
    assert [storm.sent.get(digest) for digest in stack.ask(UNSAID).split()] == []
    assert stack.ask(UNREAD) == "0"
    kept = originals(stack)
    assert {path.name for path in kept} == set(storm.sent) - {
        d for d, name in storm.sent.items() if name in storm.refused
    }
    assert [path.name for path in kept if sha256(path.read_bytes()).hexdigest() != path.name] == []
    assert list((stack.folder / "photos" / "spool").iterdir()) == []
    healthy = samples.jpeg(comment="after the storm")
    storm.phone.record_with(healthy)
    assert until(lambda: stack.ask(SHOWN.format(sha256(healthy).hexdigest())) == "1")


def originals(stack: Stack) -> list[Path]:
    return [path for path in (stack.folder / "photos" / "originals").rglob("*") if path.is_file()]
