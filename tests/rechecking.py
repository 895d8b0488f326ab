"""Rechecking (复查) in tests: the office sends, a worker tells, the phone is told and reports, a worker concludes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.reactions import HAND
from app.models import Due
from tests import samples
from tests.phone import Phone, photo
from tests.tus import Sender
from workers import recheck as worker


def send_to(desk: Any, point: UUID, inspector: UUID | None, path: str = "findings") -> Any:
    office = desk("supervisor")
    form = office.open(f"/{path}/{point}").form_to(f"/findings/{point}/rechecks")
    return office.send(form, inspector_id=str(inspector or ""))


def told(look: Any) -> None:
    """What a worker has to say of it is said."""
    with look(SYSTEM):
        waiting = db.session.scalars(select(Due).where(Due.job == HAND, Due.done_at.is_(None)).order_by(Due.id)).all()
        for due in waiting:
            worker.tell(due.key, now())
            due.done_at = now()
        db.session.commit()


def given(phone: Phone) -> list[dict[str, Any]]:
    """What the phone's feed says of rechecks."""
    answer = phone.actor.get("/api/v1/changes").get_json()
    return [it for it in answer.get("items", []) if it["noun"] == "recheck"]


def reported(phone: Phone, recheck_id: str, seen: str, **more: Any) -> dict[str, Any]:
    content = samples.jpeg(comment=f"again {seen}")
    sender = Sender(phone.actor, content)
    sender.whole()
    taken = {**photo("again", role="recheck"), "sha256": sender.sha256, "original_sha256": sender.sha256}
    said = {"recheck_id": recheck_id, "outcome": seen, "note": "桶又满了", "position": None, "photos": [taken]}
    return phone.send(phone.operation("recheck.report", {**said, **more}))[0]


def concluded(look: Any, recheck_id: str) -> None:
    with look(SYSTEM):
        worker.conclude(recheck_id, now())
        db.session.commit()
