"""Spoiled acts (弄坏一处): of an act that would be let through exactly one thing is made wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tests.properties.model import A_YEAR, Model, Person, Thing
from tests.properties.tables import actions_of

NO_SUCH = "no_such_action"


@dataclass(frozen=True)
class Act:
    """A step over the wire: who, on what, and with which words and choices."""

    who: Person
    thing: Thing
    sent: dict[str, Any]

    @property
    def action(self) -> str:
        return str(self.sent["action"])

    def but(self, **sent: Any) -> Act:
        return replace(self, sent={**self.sent, **sent})


def other_role(_model: Model, act: Act, others: list[Person]) -> Iterator[Act]:
    yield from (replace(act, who=who) for who in others if who.role != act.who.role)


def same_role(_model: Model, act: Act, others: list[Person]) -> Iterator[Act]:
    """A stranger, the same person, the same unit, another county's: the model knows what each is told."""
    yield from (replace(act, who=who) for who in others if who.role == act.who.role)


def other_state(model: Model, act: Act, _others: list[Person]) -> Iterator[Act]:
    yield from (replace(act, thing=it) for it in model.of(act.thing.noun) if it is not act.thing)


def other_action(_model: Model, act: Act, _others: list[Person]) -> Iterator[Act]:
    yield from (act.but(action=action) for action in (*actions_of(act.thing.noun), NO_SUCH))


def stale(_model: Model, act: Act, _others: list[Person]) -> Iterator[Act]:
    yield from (act.but(stale=way, by=by) for way in ("body", "header") for by in (-1, 1))


def no_reason(_model: Model, act: Act, _others: list[Person]) -> Iterator[Act]:
    yield from (act.but(note=note) for note in ("", "  \n"))


def wrong_choice(model: Model, act: Act, _others: list[Person]) -> Iterator[Act]:
    if "until" in act.sent:
        days = (None, model.today, model.today - timedelta(days=3), model.today + A_YEAR + timedelta(days=1))
        yield from (act.but(until=until) for until in days)
    yield from (act.but(unit=unit) for unit in ("nowhere", "office", act.thing.more.get("unit")) if "unit" in act.sent)
    yield from (act.but(item="ZZ-99") for _ in range("item" in act.sent))
    yield from (act.but(leader=leader) for leader in ("", "  ") if "leader" in act.sent)
    if "duplicate" in act.sent:
        yield from (act.but(duplicate=it) for it in (None, *model.of("finding")))


SPOILS: dict[str, Callable[[Model, Act, list[Person]], Iterator[Act]]] = {
    "another role": other_role,
    "another person": same_role,
    "another row": other_state,
    "another action": other_action,
    "a stale version": stale,
    "no reason": no_reason,
    "a wrong choice": wrong_choice,
}


def spoiled(model: Model, act: Act) -> dict[str, list[tuple[str, Act]]]:
    """By the code that it is refused with: all ways to make one thing wrong. What is still right is none of them."""
    others = [who for who in model.people.values() if who is not act.who]
    found: dict[str, list[tuple[str, Act]]] = {}
    for name, spoil in SPOILS.items():
        for wrong in spoil(model, act, others):
            refusal = model.refusal(wrong.who, wrong.thing, wrong.action, wrong.sent)
            if refusal is not None:
                found.setdefault(refusal[1], []).append((name, wrong))
    return found
