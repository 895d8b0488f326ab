"""The pack of a town's month (一镇一月的证据包): the score line by line, and everything that its lines speak of."""

from uuid import UUID

from app.domain.calendar import Month
from app.models import Finding, Region, Scheme, Score, SelfCheck, Visit
from app.pack.contents import Contents, Record, told
from app.pack.photos import photos_of
from app.pack.points import points_of
from app.pack.score import entry_record, score_record
from app.queries.by_id import one
from app.queries.pack import entries_of, points_named_by
from app.queries.score_pages import visits_by_id
from app.queries.self_checks import self_checks_of


def contents_of(town: Region, score: Score) -> Contents:
    contents, month = Contents({}, about={score.id}), Month(score.month.year, score.month.month)
    points: list[Finding] = points_named_by(score)
    checks, entries = self_checks_of(town.id, month, score.computed_at), entries_of(town.id, score.month)
    contents.about |= {it.id for it in checks} | {it.id for it in entries} | _orders_of(points)
    contents.records = {
        "town": town.name,
        "score": score_record(score, one(Scheme, score.scheme_id).label),
        "points": points_of(points, contents),
        "visits": [_visit(visit, kind, contents) for visit, kind in _visits(score)],
        "self_checks": [_self_check(it, contents) for it in checks],
        "entries": [entry_record(it) for it in entries],
    }
    return contents


def _orders_of(points: list[Finding]) -> set[UUID]:
    return {point.order_id for point in points if point.order_id}


def _visits(score: Score) -> list[tuple[Visit, str]]:
    """None for a town: it never learns of them (decision 4)."""
    named = visits_by_id({str(line.visit_id) for line in score.lines if line.visit_id})
    return sorted(named.values(), key=lambda it: it[0].started_at)


def _visit(visit: Visit, kind: str, contents: Contents) -> Record:
    contents.about.add(visit.id)
    return {
        "id": str(visit.id),
        "kind": kind,
        "started_at": told(visit.started_at),
        "ended_at": told(visit.ended_at),
        "received_at": told(visit.received_at),
        "looked": {it.code: it.looked for it in visit.dimensions},
    }


def _self_check(check: SelfCheck, contents: Contents) -> Record:
    return {
        "id": str(check.id),
        "checked_at": told(check.checked_at),
        "received_at": told(check.received_at),
        "items": [check.dimension] if check.dimension else check.item_codes,
        "clean": check.clean,
        "note": check.note,
        "photos": photos_of(check.photos, contents, None, None),
    }
