"""Settings (设置) of a region, and the tags that group its towns (片区 …): set, not edited in passing; each is journaled."""

from dataclasses import dataclass
from datetime import date, datetime

from app.actions.journal import Act, Place, write
from app.db import db
from app.domain import chance
from app.domain.journal import StreamKind
from app.domain.people import Viewer
from app.models import Region, RegionTag, Setting


def put_setting(region: Region, key: str, value: str, viewer: Viewer, at: datetime) -> Setting:
    """The region's own value; it wins over what the region inherits (decision 10)."""
    row = db.session.get(Setting, (region.id, key)) or Setting(region_id=region.id, key=key)
    row.value = value
    db.session.add(row)
    write(Act("setting.put", region.id, {"key": key, "value": value}), _place(region), viewer, at)
    return row


@dataclass(frozen=True)
class Tagging:
    """A tag, from when it holds and which document says so (decision 11)."""

    tag: str
    valid_from: date
    document: str


def tag_region(region: Region, tagging: Tagging, viewer: Viewer, at: datetime) -> RegionTag:
    row = RegionTag(id=chance.new_id(), region_id=region.id, tag=tagging.tag)
    row.valid_from, row.document = tagging.valid_from, tagging.document
    db.session.add(row)
    write(Act("region.tag", region.id, {"tag": tagging.tag}), _place(region), viewer, at)
    return row


def _place(region: Region) -> Place:
    return Place(StreamKind.ACCOUNTS, region.county_id)
