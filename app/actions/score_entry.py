"""Score entries (填报): entered with a document, never changed; a correction is a new one that replaces it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from app.actions import contents
from app.actions.journal import Act, Place, write
from app.db import db
from app.domain import chance
from app.domain.calendar import Month
from app.domain.journal import StreamKind
from app.domain.people import Viewer
from app.domain.problems import Problem, not_found
from app.domain.score import read_scheme
from app.domain.score_entry import check_grounds, check_month, points_of
from app.models import Region, ScoreEntry
from app.queries.rules import scheme_in_force


@dataclass(frozen=True)
class Entered:
    """What a person says of a town and month; `value` may be left to the scheme where that gives the points."""

    town: Region
    month: Month
    kind: str
    document: str
    value: Decimal | None = None
    matter: str = ""
    reason: str = ""
    replaces: ScoreEntry | None = None


def enter(entered: Entered, viewer: Viewer, at: datetime) -> ScoreEntry:
    """Store it with its act in the town's stream; the town's month is computed again after it."""
    value = _check(entered, viewer, at)
    entry = ScoreEntry(
        id=chance.new_id(),
        county_id=entered.town.county_id,
        town_id=entered.town.id,
        month=entered.month.first_day,
        kind=entered.kind,
        matter=entered.matter.strip(),
        value=value,
        document=entered.document.strip(),
        reason=entered.reason.strip(),
        entered_by=viewer.user_id,
        entered_at=at,
        replaces_id=entered.replaces.id if entered.replaces else None,
    )
    db.session.add(entry)
    said = {"month": str(entered.month), "entry": contents.of_entry(entry)}
    act = Act("score_entry.enter", entry.id, said, {"town_id": entered.town.id})
    write(act, Place(StreamKind.TOWN, entered.town.county_id, entered.town.id), viewer, at)
    return entry


def _check(entered: Entered, viewer: Viewer, at: datetime) -> Decimal:
    """The points to store, or the Problem."""
    if entered.town.county_id != viewer.county_id:
        raise not_found()
    check_month(entered.month, at)
    if entered.replaces is not None:
        _check_replaced(entered.replaces, entered.town)
    scheme = read_scheme(scheme_in_force(entered.town.id, entered.month.first_day).rules)
    check_grounds(entered.kind, entered.document, entered.reason, scheme)
    return points_of(entered.kind, entered.value, scheme, replaces=entered.replaces is not None)


def _check_replaced(replaced: ScoreEntry, town: Region) -> None:
    """One of this town, and the newest of its chain: two corrections at once would both count."""
    if replaced.town_id != town.id:
        raise Problem("shape", pointer="/replaces_id")
    newer = select(ScoreEntry.id).where(ScoreEntry.replaces_id == replaced.id)
    if db.session.scalars(newer).first() is not None:
        raise Problem("stale_version")
