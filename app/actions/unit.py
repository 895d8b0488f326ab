"""Units (单位): an office, town or department comes into being; journaled among the county's accounts and settings."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.journal import Act, Place, write
from app.db import db
from app.domain import chance
from app.domain.journal import StreamKind
from app.domain.people import UnitKind, Viewer
from app.models import Region, Unit


@dataclass(frozen=True)
class NewUnit:
    """A unit to be; `contact` is printed on papers: the unit's own, never a person's."""

    name: str
    kind: UnitKind
    region: Region
    contact: str = ""


def found_unit(new: NewUnit, viewer: Viewer, at: datetime) -> Unit:
    unit = Unit(id=chance.new_id(), kind=new.kind, region_id=new.region.id, name=new.name, contact=new.contact)
    db.session.add(unit)
    db.session.flush()
    act = Act("unit.found", unit.id, {"kind": new.kind.value})
    write(act, Place(StreamKind.ACCOUNTS, new.region.county_id), viewer, at)
    return unit
