"""A visit's page (现场检查页), in the shapes its template draws; without the way for whom that does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from app.models import Finding, Round, Track, Visit
from app.pages.history import Event, events
from app.pages.parts import Chip, Link, t
from app.pages.points import FindingRow, rows_of
from app.pages.way import Way, way_of
from app.queries.by_id import one
from app.queries.score_pages import dimension_names
from app.queries.tracks import found_on, track_of

MINUTE = timedelta(minutes=1)
KILOMETRE = 1_000


@dataclass(frozen=True)
class TrackPart:
    length: str
    minutes: int
    stays: int
    stayed: int
    points: int
    thinned: bool
    way: Way


@dataclass(frozen=True)
class VisitPage:
    town: str
    round: Link
    chip: Chip
    started_at: datetime
    ended_at: datetime | None
    looked: list[tuple[str, str]]
    points: list[FindingRow]
    track: TrackPart | None
    events: list[Event]


def page_of(visit: Visit) -> VisitPage:
    found, names = found_on(visit), dimension_names(visit.county_id)
    round_ = one(Round, visit.round_id)
    return VisitPage(
        town=visit.town.name,
        round=Link(url_for("rounds.show", raw_id=round_.id), round_.title),
        chip=Chip(f"visit.{visit.state}"),
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        looked=[(names.get(it.code, it.code), it.looked) for it in visit.dimensions],
        points=rows_of(found),
        track=_track(visit, found),
        events=events(visit.id),
    )


def _track(visit: Visit, found: Sequence[Finding]) -> TrackPart | None:
    track = track_of(visit)
    return _said(track, visit, found) if track else None


def _said(track: Track, visit: Visit, found: Sequence[Finding]) -> TrackPart:
    """The figures are those of all points, whatever is left of them."""
    fixes = track.fixes
    return TrackPart(
        length=_length(track.length_m),
        minutes=(fixes[-1].at - fixes[0].at) // MINUTE,
        stays=track.stays,
        stayed=track.stayed // MINUTE,
        points=len(fixes),
        thinned=track.thinned_at is not None,
        way=way_of(fixes, found, visit),
    )


def _length(metres: int) -> str:
    if metres < KILOMETRE:
        return t("d.visit.metres", n=metres)
    return t("d.visit.kilometres", n=f"{metres / KILOMETRE:.1f}")
