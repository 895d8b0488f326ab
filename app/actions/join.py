"""Join (并入): photos and words of a kept record go into what is there already; no point is made, and no clock is touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.actions import contents, places
from app.actions.journal import Act, write
from app.actions.photo import Declared, append, behind
from app.db import db
from app.domain.evidence import PhotoOwner
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.models import Evidence, Finding, Journal


@dataclass(frozen=True)
class Joined:
    """What goes in: the words, the photos, and when the bytes of each had come."""

    words: str
    photos: Sequence[Declared]
    arrivals: Mapping[str, datetime]


def join_record(finding: Finding, joined: Joined, viewer: Viewer, at: datetime) -> Journal:
    """A further look at the same point (又一次看到)."""
    fresh = _fresh(finding, joined)
    event = write(Act("finding.join", finding.id, _said(joined, fresh)), places.of_finding(finding), viewer, at)
    _moved_on(finding)
    append(finding, PhotoOwner.FINDING, fresh, joined.arrivals, event)
    return event


def join_answer(evidence: Evidence, finding: Finding, joined: Joined, viewer: Viewer, at: datetime) -> Journal:
    """More photos of an answer that waits for its review; it counts from when it came, as before."""
    fresh = _fresh(evidence, joined)
    event = write(Act("evidence.join", evidence.id, _said(joined, fresh)), places.of_town(finding), viewer, at)
    _moved_on(finding)
    append(evidence, PhotoOwner.EVIDENCE, fresh, joined.arrivals, event)
    return event


def _fresh(owner: Finding | Evidence, joined: Joined) -> list[Declared]:
    """Those that are not there yet; no half record goes in, as nowhere else."""
    missing = {it.sha256 for it in joined.photos} - joined.arrivals.keys()
    if missing:
        raise Problem("join_photos_missing", n=len(missing))
    there = {it.sha256 for it in owner.photos}
    return behind(owner, (it for it in joined.photos if it.sha256 not in there))


def _said(joined: Joined, fresh: Sequence[Declared]) -> dict[str, Any]:
    """Not which operation it was: the id of one tells when it was made, and a town may read this."""
    said: dict[str, Any] = {"photos": contents.of_photos(fresh), "slot": fresh[0].slot if fresh else None}
    return said | {"note": joined.words} if joined.words else said


def _moved_on(finding: Finding) -> None:
    """Whoever looked at it before has not seen these photos; and of two who join at once one begins again."""
    flag_modified(finding, "note")
    db.session.flush()
