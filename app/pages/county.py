"""The county of who asks (本县): what the desk's lists and forms are about."""

from uuid import UUID

from app.access import caller
from app.domain.problems import not_found


def my_county() -> UUID:
    """Whoever belongs to no county has nothing to open here."""
    county_id = caller().viewer.county_id
    if county_id is None:
        raise not_found()
    return county_id
