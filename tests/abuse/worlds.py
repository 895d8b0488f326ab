"""Two worlds (两个世界): the same town, the same session, with a hidden round beside it and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.actions.mask import Masking, mask
from app.db import db, now
from app.domain import chance
from app.domain.mask import Box, Reach
from app.domain.people import SYSTEM, Role
from app.models import Photo, Round
from app.queries.by_id import one
from tests import make
from tests.abuse.addresses import Call, ask, calls, comparable
from tests.abuse.hidden import CONTENT, Hidden, mark_the_item, plant
from tests.cast import Actor
from tests.phone import Phone, photo
from tests.tus import Sender
from workers.photo import derive
from workers.score import refresh
from workers.stamp import stamp

Told = tuple[str, Any]
TOWNS_DEVICE, INSPECTORS_DEVICE = UUID(int=1, version=4), UUID(int=2, version=4)


@dataclass(frozen=True)
class Own:
    """What the town has of its own: a released point, its photo and the order that names it."""

    ids: dict[str, str]


def own_things(world: make.World, look: Any) -> Own:
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        mark_the_item()
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector, WS="found")
        db.session.flush()
        make.release(round_, supervisor)
        order = make.make_order([finding], supervisor)
        picture = db.session.scalars(select(Photo.id).where(Photo.owner_id == finding.id)).one()
        ids = {"finding": str(finding.id), "order": str(order.id), "photo": str(picture)}
        db.session.commit()
        return Own({**ids, "town": str(world.towns["梅城镇"])})


@dataclass
class Secret:
    """The hidden round's life beside the town's session; its draws are its own, so that the town's stay the same."""

    app: Flask
    world: make.World
    look: Any
    phone: Phone | None = None
    hidden: Hidden | None = None

    def begin(self) -> Hidden:
        with chance.drawn_for("secret"):
            self.phone = Phone(Actor(self.app.test_client(), "inspector", INSPECTORS_DEVICE))
            self.hidden = plant(self.world, self.look, self.phone)
            self._redact()
            return self.hidden

    def _redact(self) -> None:
        """Its photo, whose very bytes the town will send of its own."""
        assert self.hidden is not None
        office = self.world.viewers["supervisor"]
        with self.look(office):
            photo = one(Photo, self.hidden.ids["photo"])
            mask(photo, Masking((Box(0.1, 0.1, 0.5, 0.5),), Reach.EVERYWHERE, "路人要求", 0), office, now())
            db.session.commit()

    def go_on(self) -> None:
        """A second visit and point, while the town is at its own work."""
        assert self.phone is not None
        assert self.hidden is not None
        with chance.drawn_for("secret goes on"):
            start = self.phone.start(UUID(self.hidden.ids["round"]), self.world.towns["梅城镇"])
            taken = {**photo("before"), "sha256": self.hidden.sha256, "original_sha256": self.hidden.sha256}
            verdicts = self.phone.send(start, self.phone.record(start, photos=[taken]))
            assert [verdict["verdict"] for verdict in verdicts] == ["applied", "applied"]

    def release(self) -> None:
        assert self.hidden is not None
        with chance.drawn_for("secret is told"), self.look(SYSTEM):
            round_ = one(Round, self.hidden.ids["round"])
            for visit in round_.visits:
                if visit.state == "started":
                    make.finish(visit, self.world.viewers["inspector"], WS="found")
            db.session.flush()
            make.release(round_, self.world.viewers["supervisor"])
            db.session.commit()


@dataclass
class TownSession:
    """All a town can look at, before and after its own work, with the ids of the hidden things thrown in."""

    app: Flask
    own: Own
    hidden: Hidden
    look: Any
    told: list[Told] = field(default_factory=list)

    def play(self, meanwhile: Callable[[], None], finally_: Callable[[], None]) -> list[Told]:
        self.town = Actor(self.app.test_client(), "town", TOWNS_DEVICE)
        self.phone = Phone(self.town)
        cursor = self._changes("")
        self._work()
        meanwhile()
        self._workers()
        self._changes(cursor)
        self._walk()
        finally_()
        self._workers()
        self._walk()
        return self.told

    def _note(self, name: str, answer: TestResponse) -> None:
        self.told.append((f"{len(self.told)} {name}", comparable(answer)))

    def _changes(self, cursor: str) -> str:
        answer = self.town.get(f"/api/v1/changes?cursor={cursor}")
        self._note("changes", answer)
        told: str = answer.get_json()["cursor"]
        return told

    def _work(self) -> None:
        """Signed, answered with the very photo the inspector took, repeated, kept and refused."""
        self._note("HEAD photo", self.town.client.head(f"/api/v1/photos/{self.hidden.sha256}"))
        sender = Sender(self.town, CONTENT)
        for answer in (sender.begin(), sender.part(0), sender.where()):
            self._note("upload", answer)
        after = {**photo("after", role="after"), "sha256": sender.sha256, "original_sha256": sender.sha256}
        sign = self.phone.operation("order.sign", {"order_id": self.own.ids["order"]})
        sent = [
            sign,
            self._evidence(self.own.ids["finding"], after),
            sign,
            self._evidence(self.hidden.ids["finding"], after),
        ]
        sent += [
            self.phone.operation("order.sign", {"order_id": self.hidden.ids[noun]}) for noun in ("finding", "round")
        ]
        sent += [self._request(self.own.ids["finding"]), self._request(self.hidden.ids["finding"])]
        sent += [
            self.phone.operation("order.sign", {"order": 1}),
            self.phone.start(UUID(self.hidden.ids["round"]), UUID(int=0)),
        ]
        verdicts = self.phone.send(*sent)
        self.told.append(("verdicts", verdicts))
        words = [verdict["verdict"] for verdict in verdicts]
        assert words == ["applied", "applied", "repeated", "kept", "kept", "kept", "kept", "kept", "refused", "kept"], (
            verdicts
        )
        asked = "&".join(f"op_id={operation['op_id']}" for operation in sent)
        self._note("receipts", self.town.get(f"/api/v1/receipts?{asked}&sha256={sender.sha256}"))

    def _evidence(self, finding_id: str, after: dict[str, Any]) -> dict[str, Any]:
        payload = {"evidence_id": str(chance.new_id()), "finding_id": finding_id, "note": "已清运", "photos": [after]}
        return self.phone.operation("evidence.submit", payload)

    def _request(self, finding_id: str) -> dict[str, Any]:
        """Its own point has been answered by now: too late to ask, which is told of that point only."""
        payload = {
            "request_id": str(chance.new_id()),
            "finding_id": finding_id,
            "kind": "dispute",
            "reason": "不归本镇",
        }
        return self.phone.operation("request.make", payload)

    def _workers(self) -> None:
        """What the worker would do by now: small pictures, the month's score, and stamps on what the town knows."""
        town = self.own.ids["town"]
        work = ((derive, self.hidden.sha256), (refresh, town), (stamp, town))
        for job, key in work:  # a picture that is there already draws no name for its draft
            with chance.drawn_for(f"{job.__name__} {len(self.told)}"), self.look(SYSTEM):
                job(key, now())
                db.session.commit()

    def _walk(self) -> None:
        self._check_code()
        for call in calls(self.app):
            if Role.TOWN in call.roles and call.method in {"GET", "HEAD"}:
                for path in self._paths(call):
                    self._note(f"{call.method} {path}", ask(self.town, call, path))

    def _check_code(self) -> None:
        """Of a photo of the hidden round, by somebody who is not signed in: from the QR code, and typed."""
        anybody = self.app.test_client()
        for path in (f"/v/{self.hidden.code}", f"/v?code={self.hidden.code}"):
            self._note("GET /v", anybody.get(path))

    def _paths(self, call: Call) -> list[str]:
        """Its own and the hidden row behind each address, and the lists with a filter."""
        if not call.rule.arguments:
            return [call.path("")]
        if "sha256" in call.rule.arguments:
            return [call.path(self.hidden.sha256)]
        noun = call.noun.removesuffix("s")
        mine = self.own.ids["town" if noun == "score" else noun] if noun in {*self.own.ids, "score"} else None
        theirs = self.hidden.ids.get(noun, self.hidden.ids["finding"])
        return [call.path(key) for key in (mine, theirs) if key]
