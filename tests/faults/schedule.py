"""A schedule (日程): phones, what is done with them and what goes wrong, drawn from a seed; the same seed, the same steps."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.faults.wire import Armed, drawn

ON_THE_WIRE = ("cut_request", "answer_lost", "answer_cut", "portal", "busy", "slow", "web_killed", "phone_killed")
AT_ONCE = (
    "worker_killed",
    "redis_flushed",
    "clock_wrong",
    "session_expired",
    "grant_revoked",
    "grant_expired",
    "two_senders",
    "five_times",
)
MINUTE, DAY = 60_000, 86_400_000
CLOCKS = (8 * 60 * MINUTE, -3 * DAY, 30 * DAY, 12 * 365 * DAY, -56 * 365 * DAY)
SIZES = (2_000, 40_000, 200_000, 400_000)  # the larger ones go in parts
LEAST_FAULTS, MOST_FAULTS = 3, 6


@dataclass(frozen=True)
class Step:
    """Something that phone's owner, or fate, does."""

    phone: int
    do: str
    words: dict[str, Any] = field(default_factory=dict)
    fault: Armed | None = None


@dataclass(frozen=True)
class Schedule:
    seed: int
    number: int
    phones: int
    steps: tuple[Step, ...]

    @property
    def happenings(self) -> set[str]:
        return {step.fault.name if step.fault else step.do for step in self.steps}

    @property
    def replay(self) -> str:
        return f"./dev faults --seed {self.seed} --only {self.number}"


def draw(seed: int, number: int) -> Schedule:
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 (to be drawn again)
    phones = chance.randint(2, 3)
    lines = [_life(phone, chance) for phone in range(phones)]
    steps: list[Step] = []
    while any(lines):
        steps.append(chance.choice([line for line in lines if line]).pop(0))
    for _ in range(chance.randint(LEAST_FAULTS, MOST_FAULTS)):
        steps.insert(chance.randint(0, len(steps)), _fault(chance.randrange(phones), chance))
    return Schedule(seed, number, phones, tuple(steps))


def _life(phone: int, chance: random.Random) -> list[Step]:
    """A visit from its start, with or without signal, sometimes with another person at the phone in between."""
    dark = chance.random() < 0.5
    life = [Step(phone, "signal", {"there": not dark}), Step(phone, "start")]
    for _ in range(chance.randint(2, 4)):
        life.append(Step(phone, "record", photos(chance)))
        life += [Step(phone, "send")] * (chance.random() < 0.4)
    between = chance.randint(2, len(life))
    if chance.random() < 0.3:
        life[between:between] = [Step(phone, "leave")]
    elif chance.random() < 0.3:
        life[between:between] = [Step(phone, "guest", photos(chance))]
    life += [Step(phone, "finish")] * (chance.random() < 0.6)
    return [*life, Step(phone, "signal", {"there": True}), Step(phone, "send")]


def photos(chance: random.Random) -> dict[str, Any]:
    """One to three photos; of some the untouched original is a file of its own."""
    sizes = [chance.choice(SIZES) for _ in range(chance.choice((1, 1, 2, 3)))]
    originals = [size * 2 if chance.random() < 0.2 else 0 for size in sizes]
    return {"sizes": sizes, "originals": originals, "grain": chance.getrandbits(64)}


def _fault(phone: int, chance: random.Random) -> Step:
    name = chance.choice((*ON_THE_WIRE, *AT_ONCE, "phone_killed"))
    if name in ON_THE_WIRE:
        return Step(phone, "arm", fault=drawn(name, chance))
    words = {"clock_wrong": {"ahead": chance.choice(CLOCKS)}, "five_times": photos(chance)}.get(name, {})
    return Step(phone, name, words)
