"""Who sees which rounds, their towns and members, and visits: before release only members (decision 5)."""

from sqlalchemy import and_, false, or_

from app.domain.people import Role, Viewer
from app.models.round import Round, RoundMember, RoundTown
from app.models.seen.ids import Columns, Criterion, Ids, ids, inner
from app.models.track import Track
from app.models.visit import Visit, VisitDimension

round_, member, covers, visit = (inner(m).c for m in (Round, RoundMember, RoundTown, Visit))


def rounds(viewer: Viewer) -> Criterion:
    return _rounds(viewer, Round.__table__.c)


def _rounds(viewer: Viewer, t: Columns) -> Criterion:
    """A town knows an announced round and a released one; a county's people the released ones; members theirs."""
    mine = t.id.in_(ids(member.round_id, member.user_id == viewer.user_id))
    match viewer.role:
        case Role.INSPECTOR:
            return and_(mine, t.opened_at.is_not(None))
        case Role.SUPERVISOR:
            return and_(t.county_id == viewer.county_id, or_(t.state == "released", mine))
        case Role.LEADER:
            return and_(t.county_id == viewer.county_id, t.state == "released")
        case Role.TOWN:
            told = or_(t.state == "released", and_(t.kind == "announced", t.state != "void"))
            return and_(told, t.id.in_(ids(covers.round_id, covers.town_id == viewer.town_id)))
    return false()


def rounds_seen(viewer: Viewer) -> Ids:
    return ids(round_.id, _rounds(viewer, round_))


def my_rounds(viewer: Viewer) -> Ids:
    """Rounds the viewer is a member of, an inspector from the eve on."""
    return ids(member.round_id, member.user_id == viewer.user_id, member.round_id.in_(rounds_seen(viewer)))


def my_towns(viewer: Viewer) -> Ids:
    return ids(covers.town_id, covers.round_id.in_(my_rounds(viewer)))


def comrades(viewer: Viewer) -> Ids:
    """Members of the viewer's rounds."""
    return ids(member.user_id, member.round_id.in_(my_rounds(viewer)))


def round_towns(viewer: Viewer) -> Criterion:
    seen = RoundTown.round_id.in_(rounds_seen(viewer))
    return and_(seen, RoundTown.town_id == viewer.town_id) if viewer.role is Role.TOWN else seen


def round_members(viewer: Viewer) -> Criterion:
    """Who was there is never a town's business."""
    if viewer.role in {Role.INSPECTOR, Role.SUPERVISOR}:
        return RoundMember.round_id.in_(rounds_seen(viewer))
    return false()


def visits(viewer: Viewer) -> Criterion:
    return _visits(viewer, Visit.__table__.c)


def _visits(viewer: Viewer, t: Columns) -> Criterion:
    if viewer.role in {Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER}:
        return and_(t.round_id.in_(rounds_seen(viewer)))
    return false()


def visits_seen(viewer: Viewer) -> Ids:
    return ids(visit.id, _visits(viewer, visit))


def visit_dimensions(viewer: Viewer) -> Criterion:
    return VisitDimension.visit_id.in_(visits_seen(viewer))


def tracks(viewer: Viewer) -> Criterion:
    """Whom the way of an inspector is shown: the round's members, and its county's office once it is released."""
    if viewer.role in {Role.INSPECTOR, Role.SUPERVISOR}:
        return Track.visit_id.in_(visits_seen(viewer))
    return false()
