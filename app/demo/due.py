"""Due (到期): what workers would have done by then, done in this process; a job is a dotted name, as for the queue."""

from collections.abc import Sequence
from datetime import datetime
from pkgutil import resolve_name

from sqlalchemy import ColumnElement, func, select

from app.db import db, looking_as, now
from app.demo.clock import Clock
from app.domain.people import SYSTEM
from app.domain.reactions import REFRESH, REMEMBER, STAMP
from app.models import Due

EVERYTHING = Due.job != STAMP  # these the workers do in the demo's first minute: nobody should wait for them
# Scores wait for the demo's end: each month is computed once, of all its acts.
TIMELY = EVERYTHING & (Due.job != REFRESH)
LEFT_OUT = (REMEMBER,)  # all shots are of few drawings: compared, each would be an old photo


def do_what_is_due(clock: Clock, until: datetime, which: ColumnElement[bool] = TIMELY) -> None:
    """Each at its own moment: deadlines pass and SYSTEM signs when the time has come, not when somebody looks."""
    while (at := _do_and_look_ahead(until, which)) is not None:
        clock.set_to(at)


def _do_and_look_ahead(until: datetime, which: ColumnElement[bool]) -> datetime | None:
    """What is due by now is done; then, when the next thing is due, if anything is until then."""
    with looking_as(SYSTEM):
        _do(_rows(now(), which))
        db.session.commit()
        due = select(func.min(Due.run_at)).where(Due.done_at.is_(None), Due.run_at <= until, which)
        return db.session.scalars(due).one()


def _rows(at: datetime, which: ColumnElement[bool]) -> Sequence[Due]:
    open_rows = select(Due).where(Due.done_at.is_(None), Due.run_at <= at, which)
    return db.session.scalars(open_rows.order_by(Due.run_at, Due.job, Due.key)).all()


def _do(rows: Sequence[Due]) -> None:
    """Once for all rows of a job and key, as the workers claim them."""
    for row in rows:
        row.done_at = now()
    for job, key in dict.fromkeys((row.job, row.key) for row in rows):
        if job not in LEFT_OUT:
            resolve_name(job)(key, now())
