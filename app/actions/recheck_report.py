"""Reports of rechecks (复查结果): what an inspector saw; it counts, and brings a point back, once its photos are all here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.actions import contents, places
from app.actions.advance import Move, advance
from app.actions.finding import step_finding
from app.actions.journal import Act, plan, write
from app.actions.photo import Declared, as_declared, declare
from app.db import db
from app.domain import chance
from app.domain.evidence import PhotoOwner, PhotoRole
from app.domain.finding import FINDING, FindingState, Sameness, Source
from app.domain.people import Role, Viewer
from app.domain.reactions import CONCLUDE
from app.domain.recheck import RECHECK, RecheckState
from app.models import Finding, FindingOrigin, Journal, Recheck, User
from app.models.base import lon_lat, point_of


@dataclass(frozen=True)
class Reported:
    """What was seen, as the phone said it; `outcome` is holds or fails."""

    outcome: str
    note: str
    position: dict[str, Any] | None
    made_at: datetime
    received_at: datetime
    photos: tuple[Declared, ...]


def report_recheck(recheck: Recheck, reported: Reported, viewer: Viewer, at: datetime) -> tuple[Journal, list[str]]:
    """Into the inspector's own stream, which their receipt speaks of; returns its row and the hashes still missing."""
    said = {"outcome": reported.outcome, "words": reported.note, "photos": contents.of_photos(reported.photos)}
    recheck.outcome, recheck.note, recheck.reported_at = reported.outcome, reported.note, reported.received_at
    if recheck.plan is not None:
        recheck.plan.made_at, recheck.plan.position = reported.made_at, reported.position
    event = advance(recheck, RECHECK, Move("report", viewer, at), places.of_user(viewer), **said)
    db.session.flush()
    missing = declare(recheck, PhotoOwner.RECHECK, reported.photos, at)
    if not missing:
        plan(CONCLUDE, recheck.id, at, event)
    return event, missing


def conclude(recheck: Recheck, at: datetime) -> None:
    """A step of SYSTEM for who looked: the office learns of it, and a closed point that does not hold is open again."""
    looked = _who_looked(recheck)
    fails = recheck.outcome == RecheckState.FAILS
    said = {"finding_id": str(recheck.finding_id), "photos": contents.of_photos(recheck.photos)}
    move = Move("fail" if fails else "hold", looked, at, recheck.note)
    advance(recheck, RECHECK, move, places.of_cases(recheck.finding), **said)
    if fails and recheck.finding.state == FindingState.CLOSED:
        _bring_back(recheck, looked, at)


def _who_looked(recheck: Recheck) -> Viewer:
    return replace(db.session.get_one(User, recheck.given_to).viewer, role=Role.SYSTEM)


def _bring_back(recheck: Recheck, looked: Viewer, at: datetime) -> None:
    """A rebound (反弹); after its order was archived it is a new occurrence of its spot (decision 14)."""
    if recheck.finding.order_archived:
        _found_again(recheck, looked, at)
        return
    recheck.told_at = at
    step_finding(recheck.finding, Move("rebound", looked, at, recheck.note))


def _found_again(recheck: Recheck, looked: Viewer, at: datetime) -> None:
    """Found by no round: the office confirms it and hands it over."""
    before, position = recheck.finding, recheck.plan.position if recheck.plan else None
    finding = Finding(
        id=chance.new_id(),
        county_id=before.county_id,
        town_id=before.town_id,
        spot=before.spot,
        checklist_id=before.checklist_id,
        item_code=before.item_code,
        quantity=before.quantity,
        severity=before.severity,
        time_grade=before.time_grade,
        red_line=before.red_line,
        repeat=True,
        source=Source.RECHECK,
        note=recheck.note,
        point=point_of(lon_lat(before.point)),
        origin=FindingOrigin(
            recorded_by=looked.user_id,
            made_at=recheck.plan.made_at if recheck.plan else at,
            received_at=at,
            position=position,
            sameness=Sameness.AGAIN,
        ),
    )
    photos = [as_declared(photo, PhotoRole.BEFORE) for photo in recheck.photos]
    said = contents.of_point(finding, position, photos)
    event = write(Act("finding.record", finding.id, said), places.of_cases(before), looked, at)
    finding.enter(FINDING.initial, event)
    db.session.add(finding)
    declare(finding, PhotoOwner.FINDING, photos, at)
