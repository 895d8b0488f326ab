"""Again (回头看): closed points are drawn, two inspectors are sent, one has been there and reports that it holds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.recheck import ask_for_look, draw_rechecks, step_recheck
from app.db import db, now
from app.demo.people import county_row
from app.demo.shots import photo
from app.demo.stage import Stage
from app.demo.town import ON_THE_WAY
from app.demo.words import HOLDS, REBOUND
from app.domain.evidence import PhotoRole
from app.domain.finding import FindingState
from app.domain.recheck import RecheckState
from app.models import Finding, Recheck
from app.queries.by_id import one

SENT = ("inspector", "inspector", "inspector2")


def draw(stage: Stage) -> None:
    """A red-line point is always among them; the first go out at once, the rest wait for somebody to be sent."""
    draw_rechecks(county_row().id, now())
    db.session.flush()
    for recheck, who in zip(_wanted(), SENT, strict=False):
        step_recheck(recheck, _move(stage, "give", inspector_id=stage.viewer(who).user_id))


def look(stage: Stage) -> None:
    """The first of them is reported from the spot, with a photo."""
    viewer = stage.viewer("inspector")
    mine = (it for it in _wanted() if it.given_to == viewer.user_id)
    recheck = next(mine, None)
    if recheck is not None:
        _report(stage, recheck, "inspector", RecheckState.HOLDS, HOLDS)


def comes_back(stage: Stage, finding_id: UUID) -> None:
    """An inspector is sent to a closed point and finds it there again."""
    who = stage.viewer("inspector2").user_id
    recheck = ask_for_look(one(Finding, finding_id), who, _move(stage, "want"))
    _report(stage, recheck, "inspector2", RecheckState.FAILS, REBOUND)


def _report(stage: Stage, recheck: Recheck, who: str, outcome: RecheckState, note: str) -> None:
    made_at, phone = now() - ON_THE_WAY, stage.phone(who)
    shows = PhotoRole.AFTER if outcome is RecheckState.HOLDS else PhotoRole.BEFORE
    shot = photo(stage, stage.point_of(recheck.finding_id), shows, 0, made_at)
    taken = {**shot.declared, "role": PhotoRole.RECHECK.value}
    said = {"recheck_id": str(recheck.id), "outcome": outcome.value, "note": note, "photos": [taken]}
    phone.send("recheck.report", said, made_at)
    phone.bring(shot.content, shot.small)


def send_to_answer(stage: Stage) -> None:
    """An answer that the office would rather have looked at first."""
    waiting = select(Finding).where(Finding.state == FindingState.SUBMITTED).order_by(Finding.due_at).limit(1)
    for finding in db.session.scalars(waiting):
        ask_for_look(finding, stage.viewer("inspector").user_id, _move(stage, "want"))


def _wanted() -> Sequence[Recheck]:
    wanted = select(Recheck).where(Recheck.state == RecheckState.WANTED).join(Finding)
    return db.session.scalars(wanted.order_by(Finding.red_line.desc(), Recheck.id)).all()


def _move(stage: Stage, action: str, **choices: object) -> Move:
    return Move(action, stage.viewer("supervisor"), now(), choices=choices)
