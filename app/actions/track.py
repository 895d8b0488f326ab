"""Tracks (路线): kept with the end of a visit; thinned, deleted and taken out of what was sent, by rule alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from app.actions import places
from app.actions.journal import Act, write
from app.db import db
from app.domain.people import SYSTEM, Viewer
from app.domain.track import MOST_AHEAD, Fix, figures_of, thinned
from app.models import Operation, Track, Visit

SENT_AS = "track"  # the field of a payload


def keep_track(visit: Visit, points: list[dict[str, Any]], viewer: Viewer, at: datetime) -> None:
    """Only of the visit itself: a way before its start or after its end is nobody's business, and keeps no visit open."""
    fixes = [Fix(**point) for point in points]
    ahead = fixes[-1].at > at + MOST_AHEAD
    outside = fixes[0].at < visit.started_at or (visit.ended_at is not None and fixes[-1].at > visit.ended_at)
    if ahead or outside:
        why = {"why": "ahead" if ahead else "outside", "points": len(fixes)}
        write(Act("track.drop", visit.id, why), places.of_visit(visit), viewer, at)
        return
    said = figures_of(fixes)
    track = Track(visit_id=visit.id, county_id=visit.county_id, received_at=at)
    track.length_m, track.stays, track.stayed = said.length_m, said.stays, said.stayed
    track.fixes = fixes
    db.session.add(track)


def thin(track: Track, visit: Visit, at: datetime) -> None:
    track.fixes, track.thinned_at = thinned(track.fixes), at
    write(Act("track.thin", visit.id, {"points": len(track.points)}), places.of_visit(visit), SYSTEM, at)


def forget(track: Track, visit: Visit, at: datetime) -> None:
    """All of it: that there was one, and when it went, the journal tells."""
    db.session.execute(delete(Track).where(Track.visit_id == track.visit_id))
    write(Act("track.delete", visit.id), places.of_visit(visit), SYSTEM, at)


def strip(operation: Operation, at: datetime) -> None:
    """What was sent is stored raw, and a rule that left the way in it would keep nothing from anybody."""
    operation.payload = {name: said for name, said in operation.payload.items() if name != SENT_AS}
    write(Act("operation.strip", operation.op_id, {"field": SENT_AS}), places.of_kept(operation), SYSTEM, at)
