"""Where a photo belongs (照片所在的点位), in words, as far as the viewer sees it."""

from flask import url_for

from app.domain.evidence import PhotoOwner
from app.models import Evidence, Finding, Recheck, TownRequest
from app.models import Photo as PhotoRow
from app.pages.parts import Link, t
from app.queries.by_id import maybe
from app.queries.items import items_of, key_of

OF_A_POINT: dict[str, type[Evidence] | type[TownRequest] | type[Recheck]] = {
    PhotoOwner.EVIDENCE: Evidence,
    PhotoOwner.REQUEST: TownRequest,
    PhotoOwner.RECHECK: Recheck,
}


def place_of(photo: PhotoRow) -> Link | None:
    """The point it shows, answers or speaks of."""
    finding = _finding_of(photo)
    if finding is None:
        return None
    item = items_of([finding])[key_of(finding)]
    words = t("d.twins.place", town=finding.town.name, problem=item.problem)
    return Link(url_for("findings.show", raw_id=finding.id), words)


def _finding_of(photo: PhotoRow) -> Finding | None:
    if photo.owner_kind not in OF_A_POINT:
        return maybe(Finding, photo.owner_id)
    owner = maybe(OF_A_POINT[photo.owner_kind], photo.owner_id)
    return maybe(Finding, owner.finding_id) if owner else None
