"""Playing a schedule (演一遍): its steps, its faults, then everything healed and eleven quiet minutes for each phone."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.check import Wrong, check
from tests.faults.driver import PATIENCE, Died, Driver, Silent, Threw
from tests.faults.hand import Hand
from tests.faults.schedule import Schedule, Step
from tests.faults.stage import WALKERS, Stage
from tests.faults.wire import Wire
from tests.stories.waiting import until

ROUNDS = 6
SMALL = {"sizes": [2_000], "originals": [0]}


@dataclass
class Outcome:
    schedule: Schedule
    fired: Counter[str] = field(default_factory=Counter)
    wrong: list[Wrong] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class Play:
    """One schedule on the stage, by phones that run that program."""

    stage: Stage
    schedule: Schedule
    program: Path
    hands: list[Hand] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)

    def run(self) -> Outcome:
        outcome = Outcome(self.schedule, self.fired)
        try:
            self.hands = [self._hand(number) for number in range(self.schedule.phones)]
            for step in self.schedule.steps:
                self._do(step)
            self._let_all_fire()
            self._heal()
            outcome.wrong, outcome.counts = check(self.stage, [(hand, hand.holds()) for hand in self.hands])
        except Threw as threw:
            outcome.wrong = [Wrong("threw", str(threw))]
        except (Silent, TimeoutError) as silent:
            asked = str(silent) or "what it was told to send"
            outcome.wrong = [Wrong("stuck", f"a phone gave no answer to {asked} within {PATIENCE:.0f} s")]
        finally:
            self._end()
        return outcome

    def _hand(self, number: int) -> Hand:
        # An address of its own, as phones have: the sign-ins of one are limited, those of all are not.
        source = f"127.0.{self.schedule.number % 250 + 1}.{number + 1}"
        folder = self.stage.folder / f"{self.schedule.seed}-{self.schedule.number}-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        wire = Wire(self.stage.stack.app.port, source)
        driver = Driver(self.program, folder, wire.address)
        wire.kill_web, wire.kill_phone = self.stage.stack.kill_web_workers, driver.kill
        hand = Hand(self.stage, driver, wire, WALKERS[number])
        assert hand.enter(hand.account), "nobody can sign in on a sound wire"
        hand.owner = str(hand.user_id)
        return hand

    def _do(self, step: Step) -> None:
        hand = self.hands[step.phone]
        if step.fault is not None:
            hand.wire.arm(step.fault)
        elif step.do in STEPS:
            STEPS[step.do](hand, step.words)
        else:
            getattr(self, f"_{step.do}")(hand, step.words)
            self.fired[step.do] += 1

    def _let_all_fire(self) -> None:
        """What was armed and has met nothing yet gets requests to meet."""
        for hand in self.hands:
            for grain in range(ROUNDS):
                if not hand.wire.armed:
                    break
                hand.back(hand.account, hand.owner)
                hand.record("record", **SMALL, grain=self.schedule.number * 1000 + hand.wire.server_port + grain)
                hand.send()
                self._wait_for([hand])

    def _wait_for(self, hands: list[Hand]) -> None:
        for hand in hands:
            while hand.sent:
                with suppress(Died):  # its process was killed: what it had saved is checked at the end
                    hand.sent.pop().result(PATIENCE)

    def _heal(self) -> None:
        """The wire is sound, the clock is right, the server is up, whoever was asked to sign in has done so."""
        for hand in self.hands:
            hand.wire.disarm()
            hand.set_clock(0)
        assert until(self.stage.stack.app.answers), "the web server did not come back"
        self._wait_for(self.hands)
        for hand in self.hands:
            for _ in range(2):  # the phone may ask for a new sign-in only as it sends
                assert hand.back(hand.account, hand.owner), "nobody can sign in on a sound wire"
                hand.ask("quiet")
        if any(user != hand.owner for hand in self.hands for user in hand.users):
            self._let_guests_send()
        for hand in self.hands:
            self.fired.update(hand.wire.fired)

    def _let_guests_send(self) -> None:
        """What a guest left on somebody's phone goes when the guest is back there."""
        for hand in self.hands:
            if len(hand.users) > 1:
                hand.leave()
                assert hand.enter("guest"), "nobody can sign in on a sound wire"
                hand.ask("quiet")

    def _worker_killed(self, _hand: Hand, _words: dict[str, Any]) -> None:
        self.stage.stack.kill_worker()
        self.stage.stack.start_worker()

    def _redis_flushed(self, _hand: Hand, _words: dict[str, Any]) -> None:
        self.stage.stack.flush_redis()

    def _clock_wrong(self, hand: Hand, words: dict[str, Any]) -> None:
        hand.set_clock(words["ahead"])

    def _session_expired(self, hand: Hand, _words: dict[str, Any]) -> None:
        self._end_session(hand, "SELECT")

    def _grant_revoked(self, hand: Hand, _words: dict[str, Any]) -> None:
        self._end_session(hand, "UPDATE device_grant SET revoked_at = xz_now() WHERE {device}")

    def _grant_expired(self, hand: Hand, _words: dict[str, Any]) -> None:
        self._end_session(hand, "UPDATE device_grant SET expires_at = xz_now() - interval '1 day' WHERE {device}")

    def _end_session(self, hand: Hand, more: str) -> None:
        device = f"device_id = '{hand.device_id}'"
        ended = f"UPDATE sign_in SET seen_at = xz_now() - interval '1 hour' WHERE {device}"  # noqa: S608 (our own words)
        self.stage.stack.ask(f"{ended}; {more.format(device=device)}")

    def _two_senders(self, hand: Hand, _words: dict[str, Any]) -> None:
        hand.send("send_twice")

    def _five_times(self, hand: Hand, words: dict[str, Any]) -> None:
        hand.record("five", **words)

    def _end(self) -> None:
        for hand in self.hands:
            hand.driver.close()
            hand.wire.shutdown()
            hand.wire.server_close()


def _signal(hand: Hand, words: dict[str, Any]) -> None:
    hand.wire.signal = words["there"]


STEPS: dict[str, Callable[[Hand, dict[str, Any]], Any]] = {
    "signal": _signal,
    "start": lambda hand, _words: hand.start(),
    "record": lambda hand, words: hand.record("record", **words),
    "finish": lambda hand, _words: hand.finish(),
    "send": lambda hand, _words: hand.send(),
    "leave": lambda hand, _words: hand.leave(),
    "guest": lambda hand, words: hand.lend(**words),
}
