"""A pack made (做证据包): gathered at one moment with the asker's eyes, so that it holds what they may see and nothing else."""

from datetime import datetime
from typing import IO

from app.actions.pack import Made, Subject
from app.db import looking_beside
from app.domain.pack import PackOf
from app.domain.people import Role, Viewer
from app.domain.problems import not_found
from app.models import Order, Region
from app.pack import month, order
from app.pack.bundle import bundled
from app.pack.contents import Contents
from app.pack.extract import extract_of
from app.queries.by_id import one
from app.queries.score_pages import versions_of

PEOPLE_TOLD_TO = frozenset({Role.SUPERVISOR})  # who acted; a town sees of others only their unit (decision 6)


def made(subject: Subject, viewer: Viewer, at: datetime) -> tuple[IO[bytes], Made]:
    with looking_beside(viewer):
        contents = _contents(subject)
        extract = extract_of(contents.about, with_people=viewer.role in PEOPLE_TOLD_TO)
        return bundled(subject, contents, extract, at)


def _contents(subject: Subject) -> Contents:
    if subject.of is PackOf.ORDER:
        return order.contents_of(one(Order, subject.id))
    versions = versions_of(subject.id, subject.month) if subject.month else []
    if not versions:
        raise not_found()
    return month.contents_of(one(Region, subject.id), versions[0])
