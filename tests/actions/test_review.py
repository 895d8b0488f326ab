"""Reviews (核查): the decision falls on the answer whose photos are there, not on one still on its way."""

from __future__ import annotations

from typing import Any

from app.actions.advance import Move
from app.actions.evidence import Answer, submit_evidence
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM
from app.models import Finding
from tests import make


def fixing(world: make.World) -> Finding:
    """A point of a signed order."""
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    round_ = make.make_round(world)
    visit = make.make_visit(round_, inspector)
    finding = make.make_finding(visit, inspector)
    make.finish(visit, inspector)
    db.session.flush()
    make.release(round_, supervisor)
    order = make.make_order([finding], supervisor)
    step_order(order, Move("sign", world.viewers["town"], now()))
    db.session.flush()
    return finding


def test_a_pass_decides_on_the_whole_answer_although_a_newer_one_waits_for_its_photos(
    world: make.World, look: Any
) -> None:
    town, supervisor = world.viewers["town"], world.viewers["supervisor"]
    with look(SYSTEM):
        finding = fixing(world)
        late = Answer(chance.new_id(), "还有一张在路上", now(), (make.photo("在路上", role="after"),))
        submit_evidence(finding, late, town, now())
        whole = make.answer(finding, town)
        finding.evidences.sort(key=lambda e: e.id == late.evidence_id)  # the waiting one is the newest
        step_finding(finding, Move("pass", supervisor, now()))
        db.session.flush()
        assert (whole.state, finding.state) == ("passed", "closed")
