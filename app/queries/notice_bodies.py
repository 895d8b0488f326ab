"""Notices on the wire (消息): the act, its words, and the point or order it leads to, as far as that may still be seen."""

from collections.abc import Sequence
from typing import Any

from app.models import Notice
from app.queries.notices import Heard, heard
from app.queries.subjects import Named

Body = dict[str, Any]


def notice_bodies(notices: Sequence[Notice]) -> list[Body]:
    return [_body(it) for it in heard(notices)]


def _body(it: Heard) -> Body:
    notice, act = it.notice, it.act
    said = {"act": act.act, "note": act.note, "who": act.who, "warned": act.warned} if act else NOTHING_SAID
    read, counts = notice.read_at is not None, dict(notice.told)
    return {
        "id": str(notice.id),
        "at": notice.at.isoformat(),
        "read": read,
        "counts": counts,
        **said,
        **_about(it.about),
    }


NOTHING_SAID: Body = {"act": None, "note": "", "who": "", "warned": ""}


def _about(subject: Named | None) -> Body:
    if subject is None:
        return {"what": "", "town": "", "leads_to": None}
    return {"what": subject.what, "town": subject.town, "leads_to": {"noun": subject.noun, "id": str(subject.id)}}
