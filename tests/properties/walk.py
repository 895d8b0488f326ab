"""A walk (走一遍): in each step something that may be done, first with one thing spoiled, and the books looked at after both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from app.texts import catalogue
from tests.abuse.addresses import comparable
from tests.properties.county import County
from tests.properties.database import Books, Standing, moment
from tests.properties.effects import Acts, apply
from tests.properties.invariants import check, local
from tests.properties.model import RED, Model, Person, Thing
from tests.properties.said_wrong import HAN, say_wrong
from tests.properties.spoils import Act, spoiled
from tests.properties.tables import TABLES, actions_of, may_ever
from tests.properties.words import Word, words

Drawn = Callable[[int], int]
USUAL = 4
ONWARD = "round.release order.draft order.propose order.issue order.sign evidence.submit finding.confirm"  # to where more can be done
SELDOM = "round.void visit.void finding.void finding.merge order.void round.plan visit.start finding.reclassify"  # what ends a thing
OF_TWO = "approval.grant approval.refuse approval.withdraw order.list request.make request.grant request.withdraw"
OFTEN = {kind: n for kinds, n in ((ONWARD, 16), (SELDOM, 1), (OF_TWO, 10)) for kind in kinds.split()}
OFTEN |= {"finding.record": 8, "finding.hand_over": 2}
WITH_TOWN = {"visit.start", "finding.record"}


@dataclass
class Walk:
    county: County
    model: Model
    books: Books
    told: Counter[str]
    kinds: list[str] = field(default_factory=list)  # what has been done
    drawn: Drawn = field(init=False)
    now: Standing = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.books.standing()

    def tomorrow(self) -> None:
        self.county.tomorrow()
        self.model.today += timedelta(days=1)
        self.now = self.books.standing()

    def step(self, wish: str = "") -> None:
        """One act of those that may be done now, of the kind that is wished for if there is one; now and then a day later."""
        if self.drawn(12) == 0:
            self.tomorrow()
        legal = self.legal()
        kinds = [kind for kind in sorted(legal) for _ in range(OFTEN.get(kind, USUAL))]
        kind = wish if wish in legal else kinds[self.drawn(len(kinds))]
        chosen = legal[kind][self.drawn(len(legal[kind]))]
        self.kinds.append(kind)
        if isinstance(chosen, Word):
            self._say(chosen)
        else:
            self._refused(chosen)
            self._done(chosen)
        self.told[kind] += 1
        self._unseen()

    def legal(self) -> dict[str, list[Any]]:
        """By kind: every step that the model lets through, and every word that can be said."""
        found: dict[str, list[Any]] = {}
        for act in self._acts():
            if self.model.refusal(act.who, act.thing, act.action, act.sent) is None:
                found.setdefault(f"{act.thing.noun}.{act.action}", []).append(act)
        for word in words(self.county, self.model, self.drawn):
            found.setdefault(word.name, []).append(word)
        return found

    def _acts(self) -> Iterator[Act]:
        for thing in self.model.things:
            for action in actions_of(thing.noun):
                sent = {"action": action, **self._words_for(thing, action)}
                for who in self.model.people.values():
                    if may_ever(thing.noun, action, who.role):
                        yield Act(who, thing, sent)

    def _words_for(self, thing: Thing, action: str) -> dict[str, Any]:
        """What a person would bring along."""
        brings = BRINGS.get(action)
        return {"note": "现场看过"} | (brings(self, thing) if brings else {})

    def soon(self) -> date:
        return self.model.today + timedelta(days=1 + self.drawn(20))

    def other_unit(self) -> str:
        return ("dept", "dept2")[self.drawn(2)]

    def item(self) -> str:
        return list(RED)[self.drawn(len(RED))]

    def granted(self, thing: Thing) -> dict[str, Any]:
        """What was asked for, in full; for a dispute who answers instead."""
        if thing.noun == "approval":
            return {}
        return {"unit": self.other_unit()} if thing.kind == "dispute" else {"until": thing.until}

    def like(self, point: Thing) -> Thing | None:
        alike = [p for p in self.model.of("finding") if p is not point and (p.town, p.item) == (point.town, point.item)]
        return alike[self.drawn(len(alike))] if alike else None

    def _refused(self, act: Act) -> None:
        """With one thing spoiled, each refusal as likely as any other: its code, a sentence, and nothing has changed."""
        ways = spoiled(self.model, act)
        of_code = ways[sorted(ways)[self.drawn(len(ways))]]
        name, wrong = of_code[self.drawn(len(of_code))]
        expected = self.model.refusal(wrong.who, wrong.thing, wrong.action, wrong.sent)
        answer = self.county.step(wrong.who, wrong.thing, self._with_version(wrong))
        body = answer.get_json()
        assert (answer.status_code, body.get("type")) == expected, (name, wrong, body)
        assert HAN.search(body["detail"]), body
        assert "{" not in body["detail"], body
        assert f"p.{body['type']}" in catalogue("en")
        assert self.books.standing() == self.now, (name, wrong, "changed something")
        self.told[f"refused {expected and expected[1]}"] += 1

    def _with_version(self, act: Act) -> dict[str, Any]:
        version = self.now.row(act.thing.noun, act.thing.id)["version"]
        return {**act.sent, "version": version + act.sent.get("by", 0)}

    def _done(self, act: Act) -> None:
        subject = act.thing
        stale = (
            {"stale": ("body", "header")[self.drawn(2)]} if self.drawn(2) else {}
        )  # a right version is as good as none
        answer = self.county.step(act.who, subject, self._with_version(act) | stale)
        assert answer.status_code == 200, (act, answer.get_json())
        before, acts = self.now, apply(self.model, act.who, subject, act.sent)
        self._look(acts, before, optional=act.action == "return")
        assert answer.get_json()["state"] == subject.state or subject.noun == "request"

    def _say(self, word: Word) -> None:
        for name in word.holds:
            self.county.hold(word.who, name)
        self.now = self.books.standing()
        say_wrong(self, word)
        if word.says is None:
            self._look(word.happens(), self.now)
            return
        kind, payload = word.says
        operation, verdict = self.county.say(word.who, kind, self.placed(kind, payload))
        assert verdict["verdict"] == "applied", verdict
        self._look(word.happens(), self.now)
        self._again(word.who, operation)

    def placed(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        when = self.county.at.isoformat()
        town = {"town_id": str(self.county.world.towns[self._town_of(payload)])} if kind in WITH_TOWN else {}
        more = {"visit.start": {"started_at": when}, "visit.finish": {"ended_at": when}}.get(kind, {})
        return {**payload, **town, **more}

    def _town_of(self, payload: dict[str, Any]) -> str:
        parent = payload["round_id"] if "round_id" in payload else payload["visit_id"]
        return next(thing.town for thing in self.model.things if thing.id == parent)

    def _again(self, who: Person, operation: dict[str, Any]) -> None:
        """The same operation once more gets the first receipt and does nothing."""
        verdict = self.county.phone(who).send(operation)[0]
        assert verdict["verdict"] == "repeated"
        assert self.books.standing() == self.now

    def _look(self, acts: Acts, before: Standing, optional: bool = False) -> None:
        """The books after an act: exactly what the model says has changed."""
        self.now = self.books.standing()
        self._name_what_is_new(before)
        self._rows_are_as_modelled()
        self._acts_are_said(acts, before, optional)
        check(self.now, before)
        assert self.books.broken(self.now, before) == []

    def _name_what_is_new(self, before: Standing) -> None:
        """Ids that the server gives: of an order drafted, of an approval asked for."""
        for thing in self.model.things:
            if not thing.id:
                (thing.id,) = self.now.rows[thing.noun].keys() - before.rows[thing.noun].keys()

    def _rows_are_as_modelled(self) -> None:
        for thing in self.model.things:
            row = self.now.row(thing.noun, thing.id)
            assert row["state"] == thing.state, (thing, row)
        for point in self.model.of("finding"):
            row = self.now.row("finding", point.id)
            assert (row["rework_count"], bool(row["disclosed_at"])) == (point.returns, point.told), point
            due = moment(row["due_at"])
            self.model.due.pop(point.id, None)
            if due:
                self.model.due[point.id] = local(due)

    def _acts_are_said(self, acts: Acts, before: Standing, optional: bool) -> None:
        """Each act one row of the journal, each moved deadline a row of its own that says from what to what."""
        moved = [row for key, row in self.now.moved.items() if key not in before.moved]
        expected = acts if not optional else acts + Counter({"finding.due": len(moved)})
        said = self.now.acts_since(before)
        assert said == +expected, (said - expected, expected - said)
        assert len(moved) == expected["finding.due"]
        known = {(row["finding_id"], row["was"], row["now"]) for row in moved}
        for key, row in self.now.rows["finding"].items():
            was = before.rows["finding"].get(key, {}).get("due_at")
            assert row["due_at"] == was or (key, was, row["due_at"]) in known, (key, was, row["due_at"])

    def _unseen(self) -> None:
        """What somebody may not see is answered as what there is not, byte by byte."""
        hidden = [
            (who, thing, row.action)
            for thing in self.model.things
            for row in TABLES[thing.noun]
            for who in self.model.people.values()
            if may_ever(thing.noun, row.action, who.role) and not self.model.sees(who, thing)
        ]
        if hidden:
            who, thing, action = hidden[self.drawn(len(hidden))]
            told = [self.county.step(who, thing, {"action": action, "note": "x"}, key) for key in (None, str(uuid4()))]
            assert comparable(told[0]) == comparable(told[1])
            assert told[0].status_code == 404


BRINGS: dict[str, Callable[[Walk, Thing], dict[str, Any]]] = {
    "suspend": lambda walk, _thing: {"until": walk.soon()},
    "direct": lambda walk, _thing: {"unit": walk.other_unit()},
    "grant": Walk.granted,
    "reclassify": lambda walk, _thing: {"item": walk.item()},
    "list": lambda _walk, _thing: {"leader": "分管副市长"},
    "merge": lambda walk, thing: {"duplicate": walk.like(thing)},
}
