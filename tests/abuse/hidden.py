"""A hidden round (未发布的暗访) with a canary in everything it holds, made over the wire by a real phone's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.approval import ask_for
from app.actions.finding import step_finding
from app.actions.notice import tell_morning
from app.actions.order import Draft, draft_order
from app.actions.pack import ask as ask_for_pack
from app.actions.pack import of_month
from app.actions.recheck import Wish, want
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.people import SYSTEM
from app.domain.recheck import Why
from app.domain.request import REQUEST
from app.domain.warning import Colour
from app.models import (
    Approval,
    ChecklistItem,
    Finding,
    Journal,
    Notice,
    OrderCopy,
    Photo,
    PhotoCode,
    Region,
    SecondReview,
    SignIn,
    Stream,
    StreamHead,
    TownRequest,
    Unit,
    User,
)
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, samples
from tests.phone import WHEN, Phone, photo
from tests.second_look import answered, drawing
from tests.tus import Sender
from workers.photo import derive

TITLE, NOTE, PROBLEM = "canary-title-5e1", "canary-note-9c2", "canary-problem-3d7"
DIMENSIONS = ("WS", "DZ", "CK", "XL", "RM", "LS", "SS", "AQ")
ENDED = "2026-11-12T02:40:00+00:00"
# Straight to the east: so it is drawn, and nothing else is.
TRACK = [{"at": at, "lon": lon, "lat": 29.5, "accuracy_m": 9.0} for at, lon in ((WHEN, 119.5), (ENDED, 119.6))]
WAY = b'points="60.0,270.0 900.0,270.0"'
CONTENT = samples.different_jpeg(77)


@dataclass(frozen=True)
class Hidden:
    """`ids`: the real ids by noun; `canaries`: what nobody outside may meet, as bytes on the wire; `code`: its photo's."""

    ids: dict[str, str]
    sha256: str
    town_id: str
    canaries: dict[str, bytes]
    code: str


def plant(world: make.World, look: Any, phone: Phone) -> Hidden:
    """An unannounced round in 梅城镇 with a finished visit, a point with its photo, and a record kept for a person."""
    round_id = _round(world, look)
    sender = Sender(phone.actor, CONTENT)
    sender.whole()
    start = phone.start(round_id, world.towns["梅城镇"])
    taken = {**photo("before"), "sha256": sender.sha256, "original_sha256": sender.sha256}
    record = phone.record(start, note=NOTE, item_code="SS-02", photos=[taken])
    finish, again = _finish(phone, start), _finish(phone, start)
    verdicts = [verdict["verdict"] for verdict in phone.send(start, record, finish, again)]
    assert verdicts == ["applied", "applied", "applied", "kept"]
    ids = {
        "round": str(round_id),
        "visit": start["payload"]["visit_id"],
        "finding": record["payload"]["finding_id"],
        "operation": again["op_id"],
        "upload": sender.url.rsplit("/", 1)[-1],
    }
    return _looked_up(ids, sender.sha256, world, look)


def _round(world: make.World, look: Any) -> UUID:
    with look(SYSTEM):
        round_ = make.make_round(world)
        round_.title = TITLE
        mark_the_item()
        db.session.commit()
        return round_.id


def mark_the_item() -> None:
    """The wording of what will be found: published to all in the catalogue, told of nobody's point."""
    for item in db.session.scalars(select(ChecklistItem).where(ChecklistItem.code == "SS-02")):
        item.problem = PROBLEM


def _finish(phone: Phone, start: dict[str, Any]) -> dict[str, Any]:
    looked = [{"code": code, "looked": "found" if code == "SS" else "clean"} for code in DIMENSIONS]
    payload = {"visit_id": start["payload"]["visit_id"], "ended_at": ENDED, "dimensions": looked, "track": TRACK}
    return phone.operation("visit.finish", payload)


def _looked_up(ids: dict[str, str], sha256: str, world: make.World, look: Any) -> Hidden:
    """What only the database knows; the small pictures are made as the worker makes them."""
    with look(SYSTEM):
        derive(sha256, now())
        picture = db.session.scalars(select(Photo).where(Photo.owner_id == UUID(ids["finding"]))).one()
        stream = db.session.scalars(select(Stream).where(Stream.round_id == UUID(ids["round"]))).one()
        head = db.session.get(StreamHead, stream.id)
        small = photo_store().small(sha256, 320)
        assert head is not None and small is not None  # noqa: PT018 - both are there, or nothing was planted
        more = {"photo": str(picture.id), "spot": str(one(Finding, ids["finding"]).spot_id), "stream": str(stream.id)}
        code = db.session.scalars(select(PhotoCode.code).where(PhotoCode.photo_id == picture.id)).one()
        db.session.commit()
        texts = {**ids, **more, "title": TITLE, "note": NOTE, "problem": PROBLEM, "sha256": sha256}
        canaries = {name: text.encode() for name, text in texts.items()} | {"picture": small, "way": WAY}
        return Hidden(ids | more, sha256, str(world.towns["梅城镇"]), canaries, code)


def draft(world: make.World, look: Any) -> str:
    """An order that is still the office's own: drafted, not issued."""
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        unit = db.session.scalars(select(Unit).where(Unit.region_id == finding.town_id)).one()
        paper = Draft(finding.town, unit, one(Unit, str(supervisor.unit_id)), "draft", "ordinary")
        order = draft_order(paper, [finding], Move("draft", supervisor, now()))
        db.session.commit()
        return str(order.id)


def unsent_copy(world: make.World, look: Any, order_id: str) -> str:
    """A copy of that draft for the department, which must not hear of it before the issue."""
    with look(SYSTEM):
        copy = OrderCopy(order_id=UUID(order_id), unit_id=world.viewers["department"].unit_id)
        copy.id, copy.county_id = UUID(int=6, version=4), world.county_id
        db.session.add(copy)
        db.session.commit()
        return str(copy.id)


def request(look: Any, hidden: Hidden) -> str:
    """A request at the hidden point: no act makes one, so that only its own rule can hide it."""
    with look(SYSTEM):
        finding = one(Finding, hidden.ids["finding"])
        asked = TownRequest(kind="dispute", reason=NOTE, made_at=now(), asked_at=now(), until=None)
        asked.id, asked.finding_id = UUID(int=5, version=4), finding.id
        asked.county_id, asked.town_id = finding.county_id, finding.town_id
        maker = db.session.scalars(select(User).where(User.name == "town")).one()
        asked.asked_by, asked.unit_id = maker.id, maker.unit_id
        asked.enter(REQUEST.initial, Journal())
        db.session.add(asked)
        db.session.commit()
        return str(asked.id)


def foreign_pack(world: make.World, look: Any) -> str:
    """Somebody else's evidence pack."""
    with look(SYSTEM):
        town = one(Region, world.towns["梅城镇"])
        pack = ask_for_pack(of_month(town, local_day(now()).replace(day=1)), world.viewers["supervisor"], now())
        db.session.commit()
        return str(pack.id)


def foreign_approval(world: make.World, look: Any, hidden: Hidden) -> str:
    """What a member of the hidden round asked a second person for."""
    supervisor = world.viewers["supervisor"]
    with look(SYSTEM):
        finding = one(Finding, hidden.ids["finding"])
        ask_for(finding, "finding", Move("void", supervisor, now(), NOTE))
        approval_id = db.session.scalars(select(Approval.id)).one()
        db.session.commit()
        return str(approval_id)


def foreign_recheck(world: make.World, look: Any, hidden: Hidden) -> str:
    """That somebody is sent to look at a point is the office's and theirs alone."""
    with look(SYSTEM):
        wish = Wish(Why.BY_HAND, local_day(now()))
        recheck = want(one(Finding, hidden.ids["finding"]), wish, world.viewers["supervisor"], now())
        db.session.commit()
        return str(recheck.id)


def foreign_second_review(world: make.World, look: Any) -> str:
    """One that `supervisor2` must not know of: it was drawn from a decision of theirs."""
    drawing(world, look, passes=100)
    drawn = answered(world, look)
    with look(SYSTEM):
        step_finding(one(Finding, drawn.point), Move("pass", world.viewers["supervisor2"], now()))
        review_id = db.session.scalars(select(SecondReview.id)).one()
        db.session.commit()
        return str(review_id)


def foreign_notice(world: make.World, look: Any) -> str:
    """What somebody else is to hear of."""
    with look(SYSTEM):
        reader = one(User, str(world.viewers["supervisor"].user_id))
        tell_morning(reader, local_day(now()), {Colour.RED: 1}, now())
        notice_id = db.session.scalars(select(Notice.id)).one()
        db.session.commit()
        return str(notice_id)


def foreign_session(world: make.World, look: Any) -> str:
    """Somebody else's open session."""
    with look(SYSTEM):
        return str(db.session.scalars(select(SignIn.id)).first() or uuid4())
