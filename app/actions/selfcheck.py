"""Self-checks (自查): recorded by a town, and complete when the last of their photos has come; only then do they count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions import contents, places
from app.actions.journal import Act, write
from app.actions.photo import Declared, declare
from app.db import db
from app.domain.evidence import PhotoOwner
from app.domain.people import Role, Viewer
from app.models import Journal, SelfCheck


@dataclass(frozen=True)
class Checked:
    """A self-check as the phone made it; `not_before` is the last nonce that it had seen."""

    selfcheck_id: UUID
    dimension: str | None
    item_codes: list[str]
    clean: bool
    note: str
    position: dict[str, Any] | None
    made_at: datetime
    not_before: datetime | None
    received_at: datetime
    photos: tuple[Declared, ...]


def record_self_check(checked: Checked, viewer: Viewer, at: datetime) -> tuple[Journal, list[str]]:
    """Of the viewer's own town; returns its journal row and the hashes still missing."""
    check = SelfCheck(
        id=checked.selfcheck_id,
        county_id=viewer.county_id,
        town_id=viewer.town_id,
        dimension=checked.dimension,
        item_codes=checked.item_codes,
        clean=checked.clean,
        note=checked.note,
        position=checked.position,
        checked_by=viewer.user_id,
        unit_id=viewer.unit_id,
        made_at=checked.made_at,
        made_after=checked.not_before,
        received_at=checked.received_at,
    )
    said = {"clean": checked.clean, "dimension": checked.dimension or "", "items": " ".join(checked.item_codes)}
    said |= {"words": checked.note, "photos": contents.of_photos(checked.photos)}
    event = write(Act("selfcheck.record", check.id, said), places.of_own_town(viewer), viewer, at)
    db.session.add(check)
    db.session.flush()
    missing = declare(check, PhotoOwner.SELFCHECK, checked.photos, at)
    if not missing:
        complete_self_check(check, at)
    return event, missing


def complete_self_check(check: SelfCheck, at: datetime) -> None:
    """A step of SYSTEM for the one who made it, whoever brought the last photo; from now on its day counts."""
    check.whole_at = at
    maker = Viewer(Role.SYSTEM, check.checked_by, check.unit_id, check.county_id, check.town_id)
    act = Act("selfcheck.complete", check.id, {}, {"town_id": check.town_id})
    write(act, places.of_town(check), maker, at)
