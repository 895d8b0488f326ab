"""Places of acts: which journal stream speaks of which subject."""

from uuid import UUID

from app.actions.journal import Place
from app.domain.evidence import PhotoOwner
from app.domain.journal import StreamKind
from app.domain.people import Role, Viewer
from app.models import Finding, Operation, Order, Photo, Round, SelfCheck, TownRequest, User, Visit
from app.queries.by_id import maybe


def of_town(subject: Finding | Order | TownRequest | SelfCheck) -> Place:
    return Place(StreamKind.TOWN, subject.county_id, subject.town_id)


def of_round(round_: Round) -> Place:
    return Place(StreamKind.ROUND, round_.county_id, round_id=round_.id)


def of_round_in_town(round_: Round, town_id: UUID) -> Place:
    """What a release tells one town."""
    return Place(StreamKind.TOWN, round_.county_id, town_id)


def of_visit(visit: Visit) -> Place:
    return Place(StreamKind.ROUND, visit.county_id, round_id=visit.round_id)


def of_cases(subject: Finding | Order | Round) -> Place:
    return of_county(subject.county_id)


def of_county(county_id: UUID | None) -> Place:
    """The office's own business."""
    return Place(StreamKind.CASES, county_id)


def of_finding(finding: Finding) -> Place:
    """Once disclosed it is the town's; before, it belongs to its round's members."""
    if finding.disclosed_at is not None:
        return of_town(finding)
    if finding.origin is not None and finding.origin.round_id is not None:
        return Place(StreamKind.ROUND, finding.county_id, round_id=finding.origin.round_id)
    return of_cases(finding)


def of_photo(photo: Photo) -> Place:
    """What the office does about a picture, with its reasons: the county's own; of a secret round its members'."""
    if photo.owner_kind == PhotoOwner.VISIT and (visit := maybe(Visit, photo.owner_id)):
        return of_visit(visit)
    finding = maybe(Finding, photo.owner_id) if photo.owner_kind == PhotoOwner.FINDING else None
    if finding is not None and finding.disclosed_at is None:
        return of_finding(finding)
    return of_county(photo.county_id)


def of_second_review(finding: Finding) -> Place:
    """Never in a town's stream, which must not learn that its point was drawn (decision 1); read by few even of the county."""
    return of_cases(finding)


def of_order(order: Order) -> Place:
    """A drafted order is the county's own business."""
    return of_town(order) if order.issued_at is not None else of_cases(order)


def of_approval(subject: Finding | Order | Round) -> Place:
    """Asked and answered among those who may see the subject, and never in a town's stream before it is done."""
    if isinstance(subject, Round):
        return of_round(subject)
    if isinstance(subject, Finding) and subject.disclosed_at is None:
        return of_finding(subject)
    return of_cases(subject)


def of_kept(operation: Operation) -> Place:
    """What a person decides on a kept operation: its round's members' affair, its town's, else the county's own."""
    if operation.role == Role.TOWN:
        return Place(StreamKind.TOWN, operation.county_id, operation.town_id)
    if operation.round_id is not None:
        return Place(StreamKind.ROUND, operation.county_id, round_id=operation.round_id)
    return of_county(operation.county_id)


def of_own_town(viewer: Viewer) -> Place:
    """What a town's own people did, seen by the town."""
    return Place(StreamKind.TOWN, viewer.county_id, viewer.town_id)


def of_person(user: User) -> Place:
    """What somebody is told and others are not, by whomever it is written."""
    return Place(StreamKind.USER, user.county_id, user_id=user.id)


def of_user(viewer: Viewer) -> Place:
    return Place(StreamKind.USER, viewer.county_id, user_id=viewer.user_id)
