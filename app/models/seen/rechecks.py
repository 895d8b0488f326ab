"""Who sees which rechecks: the office all, an inspector those given to them, who answers one that brought its point back."""

from sqlalchemy import and_, false

from app.domain.people import Role, Viewer
from app.models.finding import Finding
from app.models.recheck import Recheck, RecheckDraw, RecheckPlan
from app.models.seen.ids import Columns, Criterion, Ids, ids, inner

recheck, plan, finding = (inner(m).c for m in (Recheck, RecheckPlan, Finding))


def rechecks(viewer: Viewer) -> Criterion:
    return _rechecks(viewer, Recheck.__table__.c)


def _rechecks(viewer: Viewer, t: Columns) -> Criterion:
    """That a look is planned would warn a town; that one found nothing is nobody's but the office's."""
    told = t.told_at.is_not(None)
    match viewer.role:
        case Role.SUPERVISOR:
            return and_(t.county_id == viewer.county_id)
        case Role.INSPECTOR:
            return and_(t.id.in_(ids(plan.recheck_id, plan.given_to == viewer.user_id)))
        case Role.LEADER:
            return and_(t.county_id == viewer.county_id, told)
        case Role.TOWN:
            return and_(t.town_id == viewer.town_id, told)
        case Role.DEPARTMENT:
            return and_(t.finding_id.in_(ids(finding.id, finding.unit_id == viewer.unit_id)), told)
    return false()


def rechecks_seen(viewer: Viewer) -> Ids:
    return ids(recheck.id, _rechecks(viewer, recheck))


def points_given(viewer: Viewer) -> Ids:
    """What an inspector is to look at again, or has."""
    given = ids(plan.recheck_id, plan.given_to == viewer.user_id)
    return ids(recheck.finding_id, recheck.id.in_(given))


def recheck_plans(viewer: Viewer) -> Criterion:
    if viewer.role in {Role.SUPERVISOR, Role.INSPECTOR}:
        return RecheckPlan.recheck_id.in_(rechecks_seen(viewer))
    return false()


def recheck_draws(viewer: Viewer) -> Criterion:
    """With its seed, for whoever wants to draw it again."""
    return RecheckDraw.county_id == viewer.county_id if viewer.role is Role.SUPERVISOR else false()
