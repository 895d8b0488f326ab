"""Declarative base of every table: naming of constraints, column types, and the one door to `state`."""

import struct
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from geoalchemy2 import Geography, WKBElement, WKTElement
from sqlalchemy import DateTime, ForeignKey, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.domain import chance

if TYPE_CHECKING:
    from app.models.journal import Journal

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WGS84 = 4326

Id = Annotated[UUID, mapped_column(primary_key=True, default=chance.new_id)]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
Place = Annotated[WKBElement, mapped_column(Geography("POINT", srid=WGS84, spatial_index=False))]
RegionId = Annotated[UUID, mapped_column(ForeignKey("region.id"))]
UserId = Annotated[UUID, mapped_column(ForeignKey("user.id"))]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB}


class Stateful:
    """A row that moves by a workflow table. `state` is read-only; `enter` is the only way to change it."""

    _state: Mapped[str] = mapped_column("state", String(16))
    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy's own form
        return {"version_id_col": cls.version}  # a double click meets a stale version

    @hybrid_property
    def state(self) -> str:
        return self._state

    def enter(self, target: StrEnum, event: "Journal") -> "Journal":
        """Take a new state together with the journal row that tells of it; neither goes without the other."""
        self._state = target.value
        return event


def point_of(position: dict[str, Any] | None) -> WKTElement | None:
    """A claimed position {lon, lat, …} as a WGS-84 point; None stays None."""
    if position is None:
        return None
    return WKTElement(f"POINT({float(position['lon'])} {float(position['lat'])})", srid=WGS84)


def lon_lat(point: WKBElement | WKTElement | None) -> dict[str, float] | None:
    """The way back: {lon, lat} in degrees, of a stored point or of one not yet stored."""
    if point is None:
        return None
    if isinstance(point, WKTElement):
        lon, lat = map(float, point.data.removeprefix("POINT(").rstrip(")").split())
    else:
        lon, lat = struct.unpack("<dd", bytes.fromhex(point.desc)[-16:])
    return {"lon": lon, "lat": lat}
