"""Arrivals (照片到达): exactly once, told to their own people only, and what becomes whole by them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.actions.advance import Move
from app.actions.evidence import Answer, submit_evidence
from app.actions.order import step_order
from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM
from app.models import Blob, BlobHolder, Due, Evidence, Finding, Journal, Photo, Round
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.tus import Sender


def count(model: type[Any], *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_the_same_photo_again_gets_the_first_receipt_and_makes_nothing_new(sender: Sender, look: Any) -> None:
    first = sender.whole().headers["Xunzhen-Receipt"]
    assert sender.whole().headers["Xunzhen-Receipt"] == first
    with look(SYSTEM):
        assert (count(BlobHolder), count(Journal, Journal.act == "photo.arrive")) == (1, 1)


def test_two_people_with_one_photo_have_a_receipt_each_and_one_blob(
    sender: Sender, client: FlaskClient, look: Any
) -> None:
    other = Sender(sign_in(client, "town2"), sender.content)
    receipts = {sender.whole().headers["Xunzhen-Receipt"], other.whole().headers["Xunzhen-Receipt"]}
    with look(SYSTEM):
        assert (len(receipts), count(BlobHolder), count(Blob)) == (2, 2, 1)


def test_a_declared_photo_arrives_and_its_small_pictures_are_asked_for(
    sender: Sender, world: make.World, look: Any
) -> None:
    evidence_id = answered(sender, world, look)
    sender.whole()
    with look(SYSTEM):
        photo = db.session.scalars(select(Photo).where(Photo.owner_id == evidence_id)).one()
        assert photo.arrived_at is not None
        assert count(Due, Due.job == "workers.photo.derive", Due.key == sender.sha256) > 0


def test_the_last_photo_makes_the_answer_whole_and_the_point_submitted(
    sender: Sender, world: make.World, look: Any
) -> None:
    evidence_id = answered(sender, world, look)
    with look(SYSTEM):
        assert one(Evidence, evidence_id).state == "waiting"
    sender.whole()
    with look(SYSTEM):
        evidence = one(Evidence, evidence_id)
        assert (evidence.state, one(Finding, evidence.finding_id).state) == ("whole", "submitted")
        submit = db.session.scalars(select(Journal).where(Journal.act == "finding.submit")).one()
        assert submit.user_id == world.viewers["town"].user_id


def test_somebody_elses_same_photo_fills_no_slot(
    sender: Sender, client: FlaskClient, world: make.World, look: Any
) -> None:
    evidence_id = answered(sender, world, look)
    Sender(sign_in(client, "inspector2"), sender.content).whole()
    with look(SYSTEM):
        assert one(Evidence, evidence_id).state == "waiting"


def answered(sender: Sender, world: make.World, look: Any) -> UUID:
    """An ordered point, and the town's answer that declares the sender's photo."""
    supervisor, inspector, town = (world.viewers[who] for who in ("supervisor", "inspector", "town"))
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(one(Round, round_.id), supervisor)
        order = make.make_order([finding], supervisor)
        step_order(order, Move("sign", town, now()))
        after = replace(make.photo("after", role="after"), sha256=sender.sha256)
        answer = Answer(chance.new_id(), "已清运", now(), (after,))
        submit_evidence(finding, answer, town, now())
        db.session.commit()
        return answer.evidence_id
