"""The rows of one recorded point (同样的行), as the app itself wrote them last: what both limits write again."""

from typing import Any

from sqlalchemy import Connection, Table, Text, cast, select

from app.models import Finding, FindingOrigin, Journal, Operation, Photo, PhotoClaim, Spot

Row = dict[str, Any]
KINDS: tuple[Any, ...] = (Operation, Spot, Finding, FindingOrigin, Photo, PhotoClaim, Journal)
OPERATION, SPOT, FINDING, ORIGIN, PHOTO, CLAIM, JOURNAL = TABLES = tuple(kind.__table__ for kind in KINDS)

# Which columns are new in each row, and whose number each of them gets.
FRESH: dict[Table, dict[str, str]] = {
    OPERATION: {"op_id": "operation"},
    SPOT: {"id": "spot"},
    FINDING: {"id": "finding", "spot_id": "spot"},
    ORIGIN: {"finding_id": "finding"},
    PHOTO: {"id": "photo", "owner_id": "finding", "sha256": "digest"},
    CLAIM: {"photo_id": "photo"},
    JOURNAL: {"id": "event", "subject_id": "finding", "seq": "seq"},
}


def last_rows(connection: Connection, *, as_text: bool) -> dict[Table, Row]:
    """All rows of the newest point, typed or as PostgreSQL writes them."""
    newest = (
        select(JOURNAL.c.subject_id).where(JOURNAL.c.act == "finding.record").order_by(JOURNAL.c.at.desc()).limit(1)
    )
    finding_id = connection.execute(newest).scalar_one()
    photo_id = select(PHOTO.c.id).where(PHOTO.c.owner_id == finding_id).scalar_subquery()
    spot_id = select(FINDING.c.spot_id).where(FINDING.c.id == finding_id).scalar_subquery()
    found = {
        OPERATION: OPERATION.c.payload["finding_id"].astext == str(finding_id),
        SPOT: SPOT.c.id == spot_id,
        FINDING: FINDING.c.id == finding_id,
        ORIGIN: ORIGIN.c.finding_id == finding_id,
        PHOTO: PHOTO.c.owner_id == finding_id,
        CLAIM: CLAIM.c.photo_id == photo_id,
        JOURNAL: JOURNAL.c.subject_id == finding_id,
    }
    rows = {}
    for table, where in found.items():
        columns = [cast(c, Text).label(c.name) if as_text else c for c in table.columns]
        rows[table] = dict(connection.execute(select(*columns).where(where)).mappings().one())
    return rows
