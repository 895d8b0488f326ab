"""Who sees which findings, orders, answers and photos: a town its own, once disclosed (decision 3)."""

from typing import Any

from sqlalchemy import and_, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.people import Role, Viewer
from app.models.evidence import DeadlineChange, Evidence, Review
from app.models.file_reading import FileReading
from app.models.finding import Finding, FindingOrigin
from app.models.likeness import PhotoLikeness, PhotoLook
from app.models.order import Order, OrderNumber
from app.models.order_copy import OrderCopy
from app.models.photo import Photo, PhotoClaim
from app.models.photo_code import PhotoCode
from app.models.photo_mask import PhotoMask
from app.models.request import TownRequest
from app.models.second_review import SecondReview
from app.models.seen.ids import Columns, Criterion, Ids, ids, inner, of_the_score
from app.models.seen.rechecks import points_given, rechecks_seen
from app.models.seen.rounds import my_rounds, my_towns, rounds_seen, visits_seen
from app.models.selfcheck import SelfCheck
from app.models.spot import Spot
from app.models.warning import SupervisionWarning

finding, origin, evidence, photo, claim = (inner(m).c for m in (Finding, FindingOrigin, Evidence, Photo, PhotoClaim))
CLAIMS_SEEN_BY = frozenset({Role.INSPECTOR, Role.SUPERVISOR})
order, copy, request = (inner(m).c for m in (Order, OrderCopy, TownRequest))
check, second = (inner(m).c for m in (SelfCheck, SecondReview))


def findings(viewer: Viewer) -> Criterion:
    return _findings(viewer, Finding.__table__.c)


def _findings(viewer: Viewer, t: Columns) -> Criterion:
    """A town sees its own, once disclosed; members of a round see theirs; a county's people the disclosed ones."""
    disclosed = t.disclosed_at.is_not(None)
    of_my_rounds = t.id.in_(ids(origin.finding_id, origin.round_id.in_(my_rounds(viewer))))
    match viewer.role:
        case Role.TOWN:
            return and_(t.town_id == viewer.town_id, disclosed)
        case Role.DEPARTMENT:
            return and_(t.unit_id == viewer.unit_id, disclosed)
        case Role.LEADER:
            return and_(t.county_id == viewer.county_id, disclosed)
        case Role.SUPERVISOR:
            of_no_round = t.id.in_(ids(origin.finding_id, origin.round_id.is_(None)))  # found again by a recheck
            return and_(t.county_id == viewer.county_id, or_(disclosed, of_my_rounds, of_no_round))
        case Role.INSPECTOR:
            known = or_(t.town_id.in_(my_towns(viewer)), t.id.in_(points_given(viewer)))
            return or_(of_my_rounds, and_(disclosed, known))
    return false()


def findings_seen(viewer: Viewer) -> Ids:
    return ids(finding.id, _findings(viewer, finding))


def spots(viewer: Viewer) -> Criterion:
    return Spot.id.in_(ids(finding.spot_id, _findings(viewer, finding)))


def finding_origins(viewer: Viewer) -> Criterion:
    """Round, visit, inspector and exact time of a point: never for those who answer it (decision 4)."""
    if viewer.role in {Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER}:
        return FindingOrigin.round_id.in_(rounds_seen(viewer))
    return false()


def orders(viewer: Viewer) -> Criterion:
    return _orders(viewer, Order.__table__.c)


def _orders(viewer: Viewer, t: Columns) -> Criterion:
    issued = t.issued_at.is_not(None)
    match viewer.role:
        case Role.TOWN:
            return and_(t.town_id == viewer.town_id, issued)
        case Role.DEPARTMENT:
            return and_(t.unit_id == viewer.unit_id, issued)
        case Role.SUPERVISOR:
            return and_(t.county_id == viewer.county_id)
        case Role.LEADER:
            return and_(t.county_id == viewer.county_id, issued)
    return false()


def order_copies(viewer: Viewer) -> Criterion:
    """With its order; and the unit that got it reads its own, from the issue on."""
    with_order = OrderCopy.order_id.in_(ids(order.id, _orders(viewer, order)))
    if viewer.role is not Role.DEPARTMENT:
        return with_order
    return or_(with_order, and_(OrderCopy.unit_id == viewer.unit_id, OrderCopy.sent_at.is_not(None)))


def order_numbers(viewer: Viewer) -> Criterion:
    """A number tells how much goes on: only the issuing office looks at the counter (decision 8)."""
    return OrderNumber.county_id == viewer.county_id if viewer.role is Role.SUPERVISOR else false()


def evidences(viewer: Viewer) -> Criterion:
    return Evidence.finding_id.in_(findings_seen(viewer))


def reviews(viewer: Viewer) -> Criterion:
    return Review.finding_id.in_(findings_seen(viewer))


def second_reviews(viewer: Viewer) -> Criterion:
    return _second_reviews(viewer, SecondReview.__table__.c)


def _second_reviews(viewer: Viewer, t: Columns) -> Criterion:
    """Never those who answer points; nor who decided first, under whatever account: nobody learns that theirs was drawn."""
    of_county: Criterion = t.county_id == viewer.county_id
    if viewer.role is Role.AUDITOR:
        return of_county
    if viewer.role is not Role.SUPERVISOR:
        return false()
    same_human = false() if viewer.person_key is None else t.first_key.is_not_distinct_from(viewer.person_key)
    return and_(of_county, t.first_by != viewer.user_id, ~same_human, t.finding_id.in_(findings_seen(viewer)))


def second_reviews_seen(viewer: Viewer) -> Ids:
    return ids(second.id, _second_reviews(viewer, second))


def deadline_changes(viewer: Viewer) -> Criterion:
    return DeadlineChange.finding_id.in_(findings_seen(viewer))


def requests(viewer: Viewer) -> Criterion:
    return TownRequest.finding_id.in_(findings_seen(viewer))


def warnings(viewer: Viewer) -> Criterion:
    """A town those of its own points and orders, a unit those directed to it, the county's office and leaders all."""
    match viewer.role:
        case Role.TOWN:
            return SupervisionWarning.town_id == viewer.town_id
        case Role.DEPARTMENT:
            return SupervisionWarning.unit_id == viewer.unit_id
        case Role.SUPERVISOR | Role.LEADER:
            return SupervisionWarning.county_id == viewer.county_id
    return false()


def self_checks(viewer: Viewer) -> Criterion:
    return of_the_score(viewer, SelfCheck.__table__.c)


def told_of(viewer: Viewer, subject: InstrumentedAttribute[Any]) -> Criterion:
    """Acts on points that the viewer sees, on their answers and requests, on orders and copies for the unit."""
    points = findings_seen(viewer)
    answers = ids(evidence.id, evidence.finding_id.in_(points))
    asked = ids(request.id, request.finding_id.in_(points))
    its_orders = ids(order.id, order.unit_id == viewer.unit_id, order.issued_at.is_not(None))
    its_copies = ids(copy.id, copy.unit_id == viewer.unit_id, copy.sent_at.is_not(None))
    return or_(*(subject.in_(kind) for kind in (points, answers, asked, its_orders, its_copies)))


def towns_of_points(viewer: Viewer) -> Ids:
    return ids(finding.town_id, _findings(viewer, finding))


def photos(viewer: Viewer) -> Criterion:
    return _photos(viewer, Photo.__table__.c)


def photos_seen(viewer: Viewer) -> Ids:
    return ids(photo.id, _photos(viewer, photo))


def _photos(viewer: Viewer, t: Columns) -> Criterion:
    """A photo is seen with what it belongs to."""
    answers = ids(evidence.id, evidence.finding_id.in_(findings_seen(viewer)))
    asked = ids(request.id, request.finding_id.in_(findings_seen(viewer)))
    return or_(
        and_(t.owner_kind == "finding", t.owner_id.in_(findings_seen(viewer))),
        and_(t.owner_kind == "evidence", t.owner_id.in_(answers)),
        and_(t.owner_kind == "visit", t.owner_id.in_(visits_seen(viewer))),
        and_(t.owner_kind == "request", t.owner_id.in_(asked)),
        and_(t.owner_kind == "recheck", t.owner_id.in_(rechecks_seen(viewer))),
        and_(t.owner_kind == "selfcheck", t.owner_id.in_(ids(check.id, of_the_score(viewer, check)))),
    )


def photo_claims(viewer: Viewer) -> Criterion:
    if viewer.role in CLAIMS_SEEN_BY:
        return PhotoClaim.photo_id.in_(photos_seen(viewer))
    return false()


def photo_masks(viewer: Viewer) -> Criterion:
    """With the photo: whoever is shown the picture must be shown it covered."""
    return PhotoMask.photo_id.in_(photos_seen(viewer))


def photo_codes(viewer: Viewer) -> Criterion:
    """Everybody on earth, once a stamped copy shows the code; before, those who see the photo's claim."""
    told = PhotoCode.told_at.is_not(None)
    if viewer.role in {Role.INSPECTOR, Role.SUPERVISOR}:
        return or_(told, PhotoCode.photo_id.in_(photos_seen(viewer)))
    return told


def file_readings(viewer: Viewer) -> Criterion:
    """With the claim that names the bytes, whichever of its hashes they are."""
    if viewer.role not in CLAIMS_SEEN_BY:
        return false()
    of_photos = ids(photo.sha256, _photos(viewer, photo))
    its = claim.photo_id.in_(photos_seen(viewer))
    hashes = (of_photos, ids(claim.original_sha256, its), ids(claim.metadata_sha256, its))
    return or_(*(FileReading.sha256.in_(known) for known in hashes))


def likenesses(viewer: Viewer) -> Criterion:
    """Only between two photos that this viewer sees anyway (decision 8); nobody who answers points is shown any."""
    if viewer.role not in CLAIMS_SEEN_BY:
        return false()
    seen = ids(photo.sha256, _photos(viewer, photo))
    return and_(PhotoLikeness.later.in_(seen), PhotoLikeness.earlier.in_(seen))


def looks(viewer: Viewer) -> Criterion:
    """Whether a photo has been compared: for those who see how it was."""
    if viewer.role not in CLAIMS_SEEN_BY:
        return false()
    return PhotoLook.sha256.in_(ids(photo.sha256, _photos(viewer, photo)))
