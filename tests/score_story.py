"""A town's months as stories (得分的故事): acts at Beijing times, the worker's jobs at their own, the score at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from app.actions.evidence import Answer, become_whole, submit_evidence
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.actions.photo import Declared
from app.actions.score_entry import Entered, enter
from app.actions.visit import Started, start_visit, step_visit
from app.db import db, now
from app.domain import chance
from app.domain.calendar import Month
from app.domain.round import RoundKind
from app.domain.score import TownMonth
from app.models import (
    Checklist,
    ChecklistItem,
    Evidence,
    Finding,
    Order,
    Region,
    Round,
    Scheme,
    Score,
    ScoreEntry,
    ScoreLine,
    Visit,
)
from app.queries.by_id import one
from app.queries.rules import item_of, scheme_in_force
from app.queries.score_facts import gather
from tests import make
from tests.oracle import by_hand, from_rows
from tests.score_stage import Stage, beijing


@dataclass(frozen=True)
class Seen:
    """One visit: its round and what was found on it."""

    round_id: UUID
    visit_id: UUID
    findings: list[UUID]


@dataclass
class Story(Stage):
    """Each verb is one transaction at its time; ids go from one to the next."""

    def visit(
        self,
        when: str,
        *found: tuple[Any, ...],
        kind: RoundKind = RoundKind.UNANNOUNCED,
        looked: dict[str, str] | None = None,
        started_at: datetime | None = None,
        not_before: datetime | None = None,
    ) -> Seen:
        """A round with one finished visit; each found is (item, quantity, more …)."""

        def act() -> Seen:
            inspector = self.world.viewers["inspector"]
            round_ = make.make_round(self.world, self.town, kind)
            started = Started(chance.new_id(), self.town_id, started_at or now(), make.HERE, not_before)
            start_visit(round_, started, inspector, now())
            visit = one(Visit, started.visit_id)
            ids = [
                make.make_finding(visit, inspector, item, number, **(more[0] if more else {})).id
                for item, number, *more in found
            ]
            make.finish(visit, inspector, **(looked or {}))
            return Seen(round_.id, visit.id, ids)

        return self.at(when, act)

    def release(self, when: str, seen: Seen) -> None:
        self.at(when, lambda: make.release(one(Round, seen.round_id), self.viewer("supervisor")))

    def seen(self, when: str, released: str, *found: tuple[Any, ...], **more: Any) -> Seen:
        """A visit whose round is released."""
        seen = self.visit(when, *found, **more)
        self.release(released, seen)
        return seen

    def order(self, when: str, *finding_ids: UUID) -> UUID:
        """Issued."""
        findings = list(finding_ids)
        return self.at(when, lambda: make.make_order([one(Finding, i) for i in findings], self.viewer("supervisor")).id)

    def sign(self, when: str, order_id: UUID) -> None:
        self.at(when, lambda: step_order(one(Order, order_id), self.move("sign", "town")))

    def ordered(self, issued: str, *finding_ids: UUID) -> UUID:
        """Issued and signed by the town in the same minute."""
        order_id = self.order(issued, *finding_ids)
        self.sign(issued, order_id)
        return order_id

    def photo(self, when: str) -> Declared:
        """An after-photo whose bytes came at that time."""

        def act() -> Declared:
            after = make.photo(f"after {chance.new_id()}", role="after")
            make.hold(after, self.viewer("town"))
            return after

        return self.at(when, act)

    def answer(
        self, when: str, finding_id: UUID, photo: Declared | None = None, received_at: datetime | None = None
    ) -> UUID:
        """The town's answer; `received_at`: it had come before, and a person accepts it only now."""
        after = photo or self.photo(when)

        def act() -> UUID:
            sent = Answer(chance.new_id(), "已清运", now(), (after,), received_at)
            submit_evidence(one(Finding, finding_id), sent, self.viewer("town"), now())
            return sent.evidence_id

        return self.at(when, act)

    def photo_comes(self, when: str, evidence_id: UUID) -> None:
        def act() -> None:
            evidence = one(Evidence, evidence_id)
            for photo in evidence.photos:
                photo.arrived_at = now()
            db.session.flush()
            become_whole(evidence, one(Finding, evidence.finding_id), self.viewer("town"), now())

        self.at(when, act)

    def step(self, when: str, finding_id: UUID, action: str, who: str = "supervisor", **choices: Any) -> None:
        self.at(when, lambda: step_finding(one(Finding, finding_id), self.move(action, who, **choices)))

    def fix(self, answered: str, passed: str, *finding_ids: UUID) -> None:
        for finding_id in finding_ids:
            self.answer(answered, finding_id)
            self.step(passed, finding_id, "pass")

    def void_order(self, when: str, order_id: UUID) -> None:
        self.at(when, lambda: step_order(one(Order, order_id), self.move("void", "supervisor")))

    def void_visit(self, when: str, seen: Seen) -> None:
        self.at(when, lambda: step_visit(one(Visit, seen.visit_id), self.move("void", "supervisor")))

    def enter(self, when: str, kind: str, month: str = "2026-11", replaces: UUID | None = None, **more: Any) -> UUID:
        def act() -> UUID:
            replaced = one(ScoreEntry, replaces) if replaces else None
            said = {"document": "建美办〔2026〕7号", **more}
            entered = Entered(one(Region, self.town_id), Month.parse(month), kind, replaces=replaced, **said)
            return enter(entered, self.viewer("supervisor"), now()).id

        return self.at(when, act)

    def facts(self, when: str, month: str = "2026-11") -> TownMonth:
        return self.at(when, lambda: gather(self.town_id, Month.parse(month), now()).facts)

    def value(self, when: str, month: str = "2026-11") -> str | None:
        """Of the newest stored score; '' when there is none."""
        stored = self.scores(when, month)
        return "" if not stored else stored[-1][0]

    def facts_as(self, login: str, when: str) -> TownMonth:
        self.clock(beijing(when))
        with self.look(self.viewer(login)):
            return gather(self.town_id, Month(2026, 11), now()).facts

    def spot_of(self, finding_id: UUID) -> UUID:
        return self.commit(lambda: one(Finding, finding_id).spot_id)

    def other_version(self, seen: Seen, item: str, deduction: str, cap: str) -> None:
        """The round turns out to have been planned with a checklist of one item."""

        def act() -> None:
            round_ = one(Round, seen.round_id)
            known = item_of(round_.checklist_id, item)
            same = {c.key: getattr(known, c.key) for c in ChecklistItem.__mapper__.columns}
            made = Checklist(id=chance.new_id(), region_id=round_.county_id, version="other", label="另一版")
            db.session.add(made)
            db.session.flush()
            different = {"checklist_id": made.id, "deduction": Decimal(deduction), "cap": Decimal(cap)}
            db.session.add(ChecklistItem(**(same | different)))
            round_.checklist_id = made.id

        self.commit(act)

    def own_scheme(self, when: str) -> None:
        """The county makes the default scheme its own: the same rules, another version."""

        def act() -> None:
            province = scheme_in_force(self.world.county_id, date(2026, 11, 1))
            same = {"label": "建德版", "rules": province.rules, "valid_from": province.valid_from}
            db.session.add(Scheme(id=chance.new_id(), region_id=self.world.county_id, version="own", **same))

        self.at(when, act)

    def elsewhere(self) -> Story:
        """The same people, asked about a town of another county."""
        row = self.ask(
            "SELECT id FROM region WHERE level = 'town' AND county_id <> %(ours)s", ours=self.world.county_id
        )
        return replace(self, world=replace(self.world, towns={self.town: row[0]["id"]}))

    def scores(self, when: str, month: str = "2026-11") -> list[tuple[str | None, UUID]]:
        """Value and id of all that were stored, oldest first."""

        def act() -> list[tuple[str | None, UUID]]:
            rows = select(Score).where(Score.town_id == self.town_id, Score.month == Month.parse(month).first_day)
            found = db.session.scalars(rows.order_by(Score.computed_at)).all()
            return [(None if row.value is None else str(row.value), row.id) for row in found]

        return self.at(when, act)

    def lines(self, score_id: UUID) -> list[dict[str, Any]]:
        names = [column.key for column in ScoreLine.__mapper__.columns]

        def act() -> list[dict[str, Any]]:
            rows = db.session.scalars(select(ScoreLine).where(ScoreLine.score_id == score_id).order_by("position"))
            return [{name: getattr(row, name) for name in names} for row in rows]

        return self.commit(act)

    def clerk(self, when: str, month: str = "2026-11") -> dict[str, Any]:
        """The facts as a second reader gathers them from the rows."""
        return self.at(when, lambda: from_rows.facts(self.ask, self.town_id, month, now()))

    def clerks_value(self, when: str, month: str = "2026-11") -> str | None:
        value: str | None = by_hand.final_score(self.clerk(when, month))
        return value


@pytest.fixture
def story(world: make.World, look: Any, clock: Any, wire: Connection) -> Story:
    return Story(world, look, clock, wire)
