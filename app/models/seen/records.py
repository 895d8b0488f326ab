"""Who sees what was sent, journaled and scored."""

from sqlalchemy import and_, false, or_, true

from app.domain.people import Role, Viewer
from app.models.approval import Approval
from app.models.finding import FindingOrigin
from app.models.heads import HeadLeaf
from app.models.journal import AccessLog, Journal, Stream, StreamHead
from app.models.operation import Operation
from app.models.photo import Photo
from app.models.round import Round, RoundMember
from app.models.score import Score, ScoreEntry, ScoreLine
from app.models.seen.cases import findings_seen, photos_seen, second_reviews_seen, told_of, towns_of_points
from app.models.seen.ids import Columns, Criterion, Ids, ids, inner, of_the_score
from app.models.seen.rounds import comrades, my_rounds, my_towns, rounds_seen, visits_seen
from app.models.user import User
from app.models.visit import Visit

stream, score, user, round_, member = (inner(m).c for m in (Stream, Score, User, Round, RoundMember))
visit, origin, photo, operation = (inner(m).c for m in (Visit, FindingOrigin, Photo, Operation))


def operations(viewer: Viewer) -> Criterion:
    """One's own; and for those who decide on kept ones, what came from towns or from members of their rounds."""
    mine = Operation.user_id == viewer.user_id
    if viewer.role is not Role.SUPERVISOR:
        return mine if viewer.user_id else false()
    answers = and_(Operation.role.in_(("town", "department")), Operation.county_id == viewer.county_id)
    without_round = and_(Operation.round_id.is_(None), Operation.user_id.in_(comrades(viewer)), ~_may_be_hidden(viewer))
    return or_(mine, answers, Operation.round_id.in_(rounds_seen(viewer)), without_round)


def _may_be_hidden(viewer: Viewer) -> Criterion:
    """Its sender is also on a round the viewer must not know of, and nothing tells which round it is about."""
    live = ids(round_.id, round_.state.not_in(("released", "void")), round_.id.not_in(rounds_seen(viewer)))
    return Operation.user_id.in_(ids(member.user_id, member.round_id.in_(live)))


def streams(viewer: Viewer) -> Criterion:
    return _streams(viewer, Stream.__table__.c)


def _streams(viewer: Viewer, t: Columns) -> Criterion:
    """The narrowest stream all of whose readers may see the act (decision 1)."""
    my_own = and_(t.kind == "user", t.user_id == viewer.user_id)
    of_round = and_(t.kind == "round", t.round_id.in_(my_rounds(viewer)))
    of_towns = and_(t.kind == "town", t.county_id == viewer.county_id)
    match viewer.role:
        case Role.TOWN:
            return or_(my_own, and_(t.kind == "town", t.town_id == viewer.town_id))
        case Role.INSPECTOR | Role.DEPARTMENT:
            return or_(my_own, of_round, and_(t.kind == "town", t.town_id.in_(_towns_of(viewer))))
        case Role.SUPERVISOR:
            # A round is journaled before its row is written: until that commits, its stream is its planner's alone.
            planned_now = and_(t.kind == "round", t.county_id == viewer.county_id, t.round_id.not_in(ids(round_.id)))
            of_county = and_(t.kind == "cases", t.county_id == viewer.county_id)
            # A released round is the whole office's to go on with, member or not: whoever voids its visit says so there.
            told = and_(t.kind == "round", t.round_id.in_(rounds_seen(viewer)))
            return or_(my_own, told, planned_now, of_towns, of_county)
        case Role.LEADER:
            return or_(my_own, of_towns)
        case Role.SYSADMIN | Role.SECADMIN | Role.AUDITOR:
            return or_(my_own, and_(t.kind == "accounts", t.county_id == viewer.county_id))
    return my_own if viewer.user_id else false()


def _towns_of(viewer: Viewer) -> Ids:
    """Where an inspector is sent; where a department has points to answer."""
    return towns_of_points(viewer) if viewer.role is Role.DEPARTMENT else my_towns(viewer)


def _streams_seen(viewer: Viewer) -> Ids:
    return ids(stream.id, _streams(viewer, stream))


def stream_heads(viewer: Viewer) -> Criterion:
    return StreamHead.stream_id.in_(_streams_seen(viewer))


def journal(viewer: Viewer) -> Criterion:
    """A department writes into the streams of the towns where its points are, and reads there of those points only.

    Of second reviews (盲审) a supervisor reads what the rows themselves would tell, the auditor every draw.
    """
    read = Journal.stream_id.in_(_streams_seen(viewer))
    match viewer.role:
        case Role.DEPARTMENT:
            return and_(read, or_(Journal.user_id == viewer.user_id, told_of(viewer, Journal.subject_id)))
        case Role.SUPERVISOR:
            return and_(read, or_(Journal.noun != "second_review", Journal.subject_id.in_(second_reviews_seen(viewer))))
        case Role.AUDITOR:
            of_county = ids(stream.id, stream.kind == "cases", stream.county_id == viewer.county_id)
            return or_(read, and_(Journal.act == "second_review.draw", Journal.stream_id.in_(of_county)))
    return read


def access_log(viewer: Viewer) -> Criterion:
    """The auditor the county's, but of a round that is still secret; the office who opened what it sees itself."""
    of_county = AccessLog.user_id.in_(ids(user.id, user.county_id == viewer.county_id))
    match viewer.role:
        case Role.AUDITOR:
            return and_(of_county, *(AccessLog.subject_id.not_in(kind) for kind in _still_secret()))
        case Role.SUPERVISOR:
            taken = and_(AccessLog.noun == "pack", AccessLog.user_id == viewer.user_id)
            seen = (AccessLog.subject_id.in_(kind) for kind in (photos_seen(viewer), visits_seen(viewer)))
            return and_(of_county, or_(taken, *seen))
    return false()


def _still_secret() -> tuple[Ids, ...]:
    """What tells that a round goes on: its visits, its photos, and records from inspectors that wait for a person."""
    live = ids(round_.id, round_.released_at.is_(None))
    on_visits, found = ids(visit.id, visit.round_id.in_(live)), ids(origin.finding_id, origin.round_id.in_(live))
    pictures = ids(photo.id, or_(photo.owner_id.in_(on_visits), photo.owner_id.in_(found)))
    of_live = or_(operation.round_id.is_(None), operation.round_id.in_(live))
    waiting = ids(operation.op_id, operation.role.not_in(("town", "department")), of_live)
    return on_visits, pictures, waiting


def approvals(viewer: Viewer) -> Criterion:
    """The county's supervisors, of what they see themselves: nothing betrays a round of others."""
    if viewer.role is not Role.SUPERVISOR:
        return false()
    points = and_(Approval.noun == "finding", Approval.subject_id.in_(findings_seen(viewer)))
    rounds = and_(Approval.noun == "round", Approval.subject_id.in_(rounds_seen(viewer)))
    return and_(Approval.county_id == viewer.county_id, or_(Approval.noun == "order", points, rounds))


def for_auditors(viewer: Viewer) -> Criterion:
    """What tells of the journal as a whole and of nobody in it."""
    return true() if viewer.role in {Role.AUDITOR, Role.SECADMIN} else false()


def head_leaves(viewer: Viewer) -> Criterion:
    """A leaf names a stream, so it is seen with it."""
    return HeadLeaf.stream_id.in_(_streams_seen(viewer)) if viewer.role is Role.AUDITOR else false()


def scores(viewer: Viewer) -> Criterion:
    return of_the_score(viewer, Score.__table__.c)


def score_lines(viewer: Viewer) -> Criterion:
    return ScoreLine.score_id.in_(ids(score.id, of_the_score(viewer, score)))


def score_entries(viewer: Viewer) -> Criterion:
    match viewer.role:
        case Role.TOWN:
            return ScoreEntry.town_id == viewer.town_id
        case Role.SUPERVISOR | Role.LEADER:
            return ScoreEntry.county_id == viewer.county_id
    return false()
