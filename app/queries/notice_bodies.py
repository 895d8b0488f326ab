"""Notices on the wire (消息): the act, its words, and the point or order it leads to, as far as that may still be seen."""

from collections.abc import Sequence
from typing import Any

from app.models import Journal, Notice
from app.queries.events import Happening, happenings
from app.queries.notices import acts_of
from app.queries.subjects import Named, named

Body = dict[str, Any]
MORNING: Body = {"act": None, "note": "", "who": "", "warned": "", "what": "", "town": "", "leads_to": None}


def notice_bodies(notices: Sequence[Notice]) -> list[Body]:
    acts = acts_of(notices)
    subjects = named((row.noun, row.subject_id) for row in acts)
    told = {
        row.id: _told(row, it, subjects.get((row.noun, row.subject_id)))
        for row, it in zip(acts, happenings(acts), strict=True)
    }
    return [_body(it, told.get(it.journal_id, MORNING) if it.journal_id else MORNING) for it in notices]


def _body(notice: Notice, told: Body) -> Body:
    read, counts = notice.read_at is not None, dict(notice.told)
    return {"id": str(notice.id), "at": notice.at.isoformat(), "read": read, "counts": counts, **told}


def _told(row: Journal, it: Happening, subject: Named | None) -> Body:
    said: Body = {"act": row.act, "note": it.note, "who": it.who, "warned": it.warned}
    if subject is None:
        return said | {"what": "", "town": "", "leads_to": None}
    leads_to = {"noun": subject.noun, "id": str(subject.id)}
    return said | {"what": subject.what, "town": subject.town, "leads_to": leads_to}
