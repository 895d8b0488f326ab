"""Many walks (多次走流程): each from the same county, undone afterwards; the first that fails is told as its shortest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from app.db import db
from tests.properties.county import County, fresh_model
from tests.properties.database import Books
from tests.properties.walk import Walk

# 主线: every other walk goes all of it before it goes its own way, the others a part of it
USUAL = ["round.plan", "visit.start", *["finding.record"] * 3, "visit.finish", *["finding.confirm"] * 3, "round.finish"]
USUAL += ["round.release", "order.draft", "order.propose", "order.issue", "order.sign", "evidence.submit"]
Step = tuple[int, str]  # a number that chooses, and what kind of step is wished for


class Fault(AssertionError):
    """The first thing that was wrong: after how many steps, what was done on the shortest way to it, and what it was."""

    def __init__(self, after: int, way: list[str], shown: Exception) -> None:
        super().__init__(f"after {after} steps; the shortest way: {', '.join(way)}; {type(shown).__name__}: {shown}")
        self.after, self.way, self.shown = after, way, shown


@dataclass
class Walks:
    """Each number of a walk chooses all of one step, so that without it the others mean nearly the same."""

    county: County
    most_tries: int = 60  # to make a walk shorter
    told: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    kinds: list[str] = field(default_factory=list)

    def go(self, seed: int, walks: int, steps: int) -> Counter[str]:
        chance = Random(seed)  # noqa: S311 - which steps, no secret
        for number in range(walks):
            usual = USUAL[: chance.randrange(len(USUAL) + 1)] if number % 2 else USUAL
            chosen = [(chance.randrange(2**31), wish) for wish in usual + [""] * (steps - len(usual))]
            fault = self.fault(chosen)
            if fault is not None:
                after = self.steps
                shown = (self.most_tries and self.fault(self.shortest(chosen[:after]))) or fault
                raise Fault(number * steps + after, self.kinds, shown) from shown
        return self.told

    def fault(self, chosen: Sequence[Step]) -> Exception | None:
        """What went wrong on that walk; afterwards nothing of it is left."""
        branch, began = self.county.wire.begin_nested(), self.county.at
        try:
            self._walk(chosen)
        except Exception as fault:  # noqa: BLE001 - whatever it is, a shorter walk may show it too
            return fault
        finally:
            with self.county.app.app_context():
                db.session.remove()
            branch.rollback()
            self.county.at = began
        return None

    def _walk(self, chosen: Sequence[Step]) -> None:
        walk = Walk(self.county, fresh_model(), Books(self.county.wire), self.told)
        self.kinds = walk.kinds
        for self.steps, (number, wish) in enumerate(chosen, 1):
            walk.drawn = Random(number).randrange  # noqa: S311 - as above
            walk.step(wish)

    def shortest(self, chosen: list[Step]) -> list[Step]:
        """Without ever smaller parts, for as long as it still fails."""
        size, tries = len(chosen) // 2, 0
        while size and tries < self.most_tries:
            for start in range(0, len(chosen), size):
                without, tries = chosen[:start] + chosen[start + size :], tries + 1
                if self.fault(without) is not None:
                    chosen = without[: self.steps]
                    break
            else:
                size //= 2
        return chosen
