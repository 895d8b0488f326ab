"""Two schedulers (两个调度器): real workers with their sweeps on one database and one Redis; each effect happens once.

And one that is killed between marking and ringing, or between doing and telling: what was due is done once all the same,
within a minute and without anybody asking.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.actions.advance import Move
from app.actions.order import step_order
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.domain.reactions import PASS_BY, SIGN_FOR
from app.factory import create_app
from deploy.local.places import ROOT
from tests import make
from tests.races.dying import SWEEP, UNDONE, UNTOLD
from tests.servers import Servers, free_port
from tests.stack import Stack
from tests.stories.waiting import until

FEW, MANY = 2, 40
LATER = "UPDATE xz_clock SET ahead = ahead + interval '20 days'"  # deadlines, reminders and signatures are due at once
OPEN = "SELECT count(*) FROM due WHERE done_at IS NULL AND run_at <= xz_now()"
TWICE = {
    "an act of the product": "SELECT act, subject_id FROM journal WHERE user_id IS NULL AND act <> 'score.compute' "
    "GROUP BY act, subject_id, body ->> 'why' HAVING count(*) > 1",
    "a notice": "SELECT n.user_id, j.act, j.subject_id FROM notice n JOIN journal j ON j.id = n.journal_id "
    "WHERE j.user_id IS NULL GROUP BY 1, 2, 3, j.body ->> 'why' HAVING count(*) > 1",
    "a warning": "SELECT subject_id, reason FROM supervision_warning GROUP BY 1, 2 HAVING count(*) > 1",
    "a score": "SELECT town_id, month, facts_hash FROM score GROUP BY 1, 2, 3 HAVING count(*) > 1",
    "a deadline": "SELECT finding_id, at FROM deadline_change GROUP BY 1, 2 HAVING count(*) > 1",
}


class County:
    """Signed orders with their points in two towns, and as many that nobody has signed; a stack without workers as yet."""

    def __init__(self, stack: Stack, number: int) -> None:
        self.stack, self.number = stack, number
        app = create_app(Config.from_env(stack.environment))
        with app.app_context():
            with looking_as(SYSTEM):
                world = make.make_world()
                for each in range(number):
                    self._orders(world, ("梅城镇", "寿昌镇")[each % 2])
                db.session.commit()
            db.engine.dispose()

    def _orders(self, world: make.World, town: str) -> None:
        inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
        round_ = make.make_round(world, town)
        visit = make.make_visit(round_, inspector)
        points = [make.make_finding(visit, inspector) for _ in range(2)]
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        signed, _ = (make.make_order([point], supervisor) for point in points)
        step_order(signed, Move("sign", world.viewers["town"], now()))
        db.session.flush()

    def dies(self, place: str, *job: str) -> None:
        """A process of the product's own words that ends itself there."""
        words = [sys.executable, "-m", "tests.races.dying", place, *job]
        ended = subprocess.run(words, cwd=ROOT, env=self.stack.environment, check=False, timeout=60)
        assert ended.returncode == -signal.SIGKILL, f"it did not die at: {place}"

    def key_of(self, job: str) -> str:
        return self.stack.ask(f"SELECT key FROM due WHERE job = '{job}' AND done_at IS NULL ORDER BY key LIMIT 1")  # noqa: S608 - our own name

    def done(self) -> dict[str, str]:
        """The effects that time alone has, each as often as it is told."""
        by_itself = "SELECT count(*) FROM journal WHERE user_id IS NULL AND act = "
        told = {act: self.stack.ask(f"{by_itself}'{act}'") for act in ("finding.overdue", "order.sign")}
        return told | {"tries": self.stack.ask("SELECT count(*) FROM due WHERE tries >= 5")}

    def twice(self) -> dict[str, str]:
        return {name: found for name, sql in TWICE.items() if (found := self.stack.ask(sql))}


@pytest.fixture
def county(servers: Servers, request: pytest.FixtureRequest) -> Iterator[County]:
    stack = Stack(servers, f"schedulers_{free_port()}")
    stack.app = stack.app.having(SWEEP_EVERY="1")  # both look often, so that they meet
    try:
        stack.start_redis()
        yield County(stack, MANY if request.config.getoption("--long") else FEW)
    finally:
        stack.stop()


def two_workers(stack: Stack) -> None:
    stack.start_worker()
    stack.beside("worker two", stack.app.worker())


def test_two_schedulers_do_what_is_due_once(county: County) -> None:
    stack = county.stack
    two_workers(stack)
    stack.ask(LATER)
    assert until(lambda: stack.ask(OPEN) == "0", 60 + 4 * county.number), stack.ask(
        "SELECT job, tries FROM due WHERE done_at IS NULL"
    )
    assert county.twice() == {}
    assert county.done() == expected(county.number)


def test_what_a_killed_scheduler_left_is_done_once_within_a_minute(county: County) -> None:
    stack = county.stack
    stack.ask(LATER)
    for place in (UNDONE, UNTOLD):
        for job in (PASS_BY, SIGN_FOR):
            county.dies(place, job, county.key_of(job))
    county.dies(SWEEP)
    assert int(stack.ask("SELECT count(*) FROM due WHERE done_at IS NULL AND rung_at IS NOT NULL")) > 1
    two_workers(stack)
    assert until(lambda: county.done() == expected(county.number)), county.done()
    assert until(lambda: stack.ask(OPEN) == "0", 30)
    assert county.twice() == {}


def expected(orders: int) -> dict[str, str]:
    """Every point is overdue, signed for or not; for who did not sign the product does."""
    return {"finding.overdue": str(2 * orders), "order.sign": str(orders), "tries": "0"}
