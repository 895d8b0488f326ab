"""What a file says of itself (文件自述): EXIF, XMP and content credentials as named fields, read for trust; none of it is proof.

The fields are those of EXIF 2.32 by their names, as the phone declares them and as the server reads them, and three
more: `CreatorTool` (XMP), `DigitalSourceType` (IPTC, a list of its terms), `ContentCredentials` (true where C2PA stands).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from math import isfinite
from typing import Any

from app.domain.calendar import SHANGHAI
from app.domain.place import Position

Fields = Mapping[str, Any]
TIME = "%Y:%m:%d %H:%M:%S"
EDITORS = (  # as they sign; a phone's own camera signs with its system's version
    "photoshop", "lightroom", "snapseed", "gimp", "picsart", "pixlr", "canva", "meitu", "美图", "xingtu", "醒图", "vsco",
    "paint.net", "affinity photo", "pixelmator", "photodirector", "facetune", "polarr", "b612", "faceu", "轻颜",
)  # fmt: skip
MACHINE_MADE = frozenset(  # IPTC NewsCodes, digital source type
    {
        "trainedAlgorithmicMedia",
        "compositeWithTrainedAlgorithmicMedia",
        "algorithmicMedia",
        "compositeSynthetic",
        "dataDrivenMedia",
    }
)


def file_time(fields: Fields) -> datetime | None:
    """When the camera says it took the picture; without an offset, by the clock of Shanghai."""
    try:
        taken = datetime.strptime(str(fields.get("DateTimeOriginal")), TIME)  # noqa: DTZ007 (its zone is in another field)
    except ValueError:
        return None
    return taken.replace(tzinfo=_offset(str(fields.get("OffsetTimeOriginal", ""))) or SHANGHAI)


def _offset(text: str) -> timezone | None:
    try:
        return timezone(datetime.strptime(text, "%z").utcoffset() or timedelta())
    except ValueError:
        return None


def file_position(fields: Fields) -> Position | None:
    """Where the camera says it was; 0/0, which cameras without a fix write, is nowhere."""
    lon = _degrees(fields.get("GPSLongitude"), fields.get("GPSLongitudeRef"), 180)
    lat = _degrees(fields.get("GPSLatitude"), fields.get("GPSLatitudeRef"), 90)
    return None if lon is None or lat is None or lon == lat == 0 else Position(lon, lat)


def _degrees(parts: object, ref: object, most: int) -> float | None:
    """Degrees, minutes, seconds → degrees, negative for south and west."""
    if not isinstance(parts, list | tuple) or len(parts) != 3 or not all(isinstance(it, int | float) for it in parts):
        return None
    value = sum(part / 60**place for place, part in enumerate(parts))
    if not isfinite(value) or abs(value) > most:
        return None
    return float(-value if ref in {"S", "W"} else value)


def editor(fields: Fields) -> str | None:
    """The editing program that signed the file, in its own words."""
    signed = (str(fields.get(name, "")) for name in ("Software", "CreatorTool"))
    return next((words for words in signed if any(name in words.lower() for name in EDITORS)), None)


def is_machine_made(fields: Fields) -> bool:
    told = fields.get("DigitalSourceType")
    return isinstance(told, list) and any(term in MACHINE_MADE for term in told)
