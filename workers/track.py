"""Tracks (路线) that have had their time: thinned, and deleted, as the county's settings say; each is journaled."""

from datetime import datetime, timedelta

from app.actions.track import forget, strip, thin
from app.db import apart
from app.domain.track import DELETE_DAYS, THIN_DAYS
from app.queries.tracks import counties_with_tracks, days_of, due_tracks, sent_with_tracks


def purge(at: datetime) -> None:
    """Deletes before it thins, so that nothing is written that goes at once."""
    for county_id in counties_with_tracks():
        thin_before = at - timedelta(days=days_of(county_id, THIN_DAYS))
        delete_before = at - timedelta(days=days_of(county_id, DELETE_DAYS))
        for track, visit in due_tracks(county_id, delete_before):
            with apart(visit.id):
                forget(track, visit, at)
        for track, visit in due_tracks(county_id, thin_before, whole=True):
            with apart(visit.id):
                thin(track, visit, at)
        for operation in sent_with_tracks(county_id, thin_before):
            with apart(operation.op_id):
                strip(operation, at)
