"""How far a photo can be believed (照片可信程度): its level and the reasons in words, for those who see its claim."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import current_app, url_for

from app import receipts
from app.access import caller
from app.domain.trust import level_of, reasons_of
from app.domain.trust_facts import Bounds, Reason, Trust
from app.models import Evidence, Finding
from app.models import Photo as PhotoRow
from app.pages.dates import moment
from app.pages.parts import Chip, t
from app.pages.roles import OFFICE
from app.queries.alike import is_searched, twins_of
from app.queries.photo_facts import bounds_of, known_of

MOST = 12  # photos of a point that are spoken of
LEVELS = {Trust.HOLDS: "trust.holds", Trust.OPEN: "trust.open", Trust.DOUBT: "trust.doubt"}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: its name, what came out as a sentence, and how far that carries."""

    name: str
    says: str
    trust: str


@dataclass(frozen=True)
class PhotoTrust:
    photo_id: str
    photo: str
    chip: Chip
    twins_url: str | None
    checks: list[Check]


def trusts_of(finding: Finding, answer: Evidence) -> list[PhotoTrust]:
    """One for each photo of the answer whose claim is seen, in their order."""
    return _trusts(finding, [(photo, answer.received_at) for photo in answer.photos])


def trusts_of_all(finding: Finding) -> list[PhotoTrust]:
    """Of every photo of the point, first those it was found with; to be read by the office alone."""
    if caller().viewer.role not in OFFICE:
        return []
    origin = finding.origin
    found = [(photo, origin.received_at) for photo in finding.photos] if origin else []
    answered = [(photo, answer.received_at) for answer in finding.evidences for photo in answer.photos]
    return _trusts(finding, [*found, *answered][:MOST])


def _trusts(finding: Finding, photos: list[tuple[PhotoRow, datetime]]) -> list[PhotoTrust]:
    bounds = bounds_of(finding.county_id)
    found = (_trust(photo, finding, received_at, bounds) for photo, received_at in photos)
    return [one for one in found if one is not None]


def _trust(photo: PhotoRow, finding: Finding, received_at: datetime, bounds: Bounds) -> PhotoTrust | None:
    nonce_time = partial(receipts.nonce_time, current_app.config["SECRET_KEY"])
    known = known_of(photo, finding, received_at, nonce_time)
    if known is None:
        return None
    reasons = (*reasons_of(known, bounds), _reuse(photo))
    url = url_for("twins.show", raw_id=photo.id) if reasons[-1].says == "hit" else None
    return PhotoTrust(
        str(photo.id),
        t(f"w.photo.{photo.role}"),
        Chip(LEVELS[level_of(reasons)]),
        url,
        [_check(reason) for reason in reasons],
    )


def _reuse(photo: PhotoRow) -> Reason:
    """Compared with every photo there is; told is only what this viewer sees anyway (decision 8)."""
    if found := len(twins_of(photo)):
        return Reason("reuse", "hit", Trust.DOUBT, {"n": found})
    if is_searched(photo):
        return Reason("reuse", "none", Trust.HOLDS)
    drawn = photo.claim and photo.claim.exif.get("sample")  # left out of the demo's comparisons, and of no others
    return Reason("reuse", "sample" if drawn else "waiting", Trust.OPEN)


def _check(reason: Reason) -> Check:
    params = {name: moment(it) if isinstance(it, datetime) else it for name, it in reason.params.items()}
    key = f"w.check.{reason.name}"
    return Check(t(key), t(f"{key}.{reason.says}", **params), reason.trust.name.lower())
