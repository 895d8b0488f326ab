"""The page of a pack (证据包首页): all of its records to be read without network, drawn from the same records that lie beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from app.actions.pack import Subject
from app.pack.contents import clock
from app.pack.extract import Extract
from app.pack.pictures import Picture


def cover_of(
    subject: Subject,
    records: dict[str, Any],
    pictures: Mapping[str, Picture | None],
    extract: Extract,
    at: datetime,
) -> str:
    template = current_app.jinja_env.get_template("packs/cover.html")
    return template.render(
        subject=subject, records=records, pictures=pictures, extract=extract, at=at.isoformat(), clock=_clock
    )


def _clock(said: str | None) -> str:
    return clock(datetime.fromisoformat(said)) if said else ""
