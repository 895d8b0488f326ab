"""A photo with its code (带验真码的照片): of a point in 梅城镇 that is still a secret, until `released` tells it and stamps it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Photo, PhotoCode, Round
from app.pictures.prints import prints_of
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, samples
from workers.photo import derive
from workers.stamp import stamp

CONTENT = samples.jpeg(size=(800, 600))
SHA = sha256(CONTENT).hexdigest()
PRINTS = prints_of(CONTENT)


@dataclass
class Printed:
    world: make.World
    look: Any
    photo_id: UUID
    finding_id: UUID
    round_id: UUID
    code: str

    def released(self) -> str:
        with self.look(SYSTEM):
            make.release(one(Round, self.round_id), self.world.viewers["supervisor"])
            db.session.flush()
            stamp(str(self.world.towns["梅城镇"]), now())
            db.session.commit()
        return self.code


def found(world: make.World, town: str = "梅城镇", photos: int = 1, **claims: Any) -> tuple[Finding, list[Photo]]:
    """A point of a finished visit, and its photos as they were declared, with these claims."""
    inspector = world.viewers["inspector"]
    visit = make.make_visit(make.make_round(world, town), inspector)
    declared = tuple(replace(make.photo(f"{visit.id} {n}", slot=n), **claims) for n in range(photos))
    finding = make.make_finding(visit, inspector, photos=declared)
    make.finish(visit, inspector)
    db.session.flush()
    return finding, list(db.session.scalars(select(Photo).where(Photo.owner_id == finding.id).order_by(Photo.slot)))


def shown(*photos: Photo) -> None:
    """Their bytes are here, and made small."""
    photo_store().keep(SHA, BytesIO(CONTENT))
    for size, content in PRINTS.items():  # as they were made, whatever another test has left there
        photo_store().keep_small(SHA, size, content)
    for photo in photos:
        photo.sha256 = SHA
    db.session.flush()
    derive(SHA, now())


def printed(world: make.World, look: Any, **claims: Any) -> Printed:
    with look(SYSTEM):
        finding, (photo,) = found(world, **claims)
        shown(photo)
        assert finding.origin is not None
        assert finding.origin.round_id is not None
        code = db.session.scalars(select(PhotoCode.code).where(PhotoCode.photo_id == photo.id)).one()
        made = Printed(world, look, photo.id, finding.id, finding.origin.round_id, code)
        db.session.commit()
        return made
