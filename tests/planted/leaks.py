"""Planted leaks (埋下的泄密): how the existence of a hidden round could reach a town, one replaced function each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.orm import with_loader_criteria

from app.actions.journal import Place
from app.db import db
from app.domain.journal import StreamKind
from app.domain.problems import Problem
from app.intake import judge
from app.intake.spoken import OutOfScope
from app.models import BlobHolder, Finding, Journal, PhotoCode, Round, Stream, Visit
from app.queries import by_id, catalog, findings, stamp
from app.queries import changes as feed


@contextmanager
def past_the_rules() -> Iterator[None]:
    """What a forgotten filter sees: every row there is."""
    info = db.session().info
    rules = info["criteria"]
    info["criteria"] = {model: with_loader_criteria(model, true()) for model in rules}
    try:
        yield
    finally:
        info["criteria"] = rules


def all_of(model: Any) -> int:
    with past_the_rules():
        return db.session.scalars(select(func.count()).select_from(model)).one()


def count_behind_a_word(_state: object) -> int:
    return all_of(Finding)


def total_of_a_list(wanted: Any, at: Any) -> int:
    with past_the_rules():
        return real_count(wanted, at)


def forbidden_instead_of_absent(model: Any, raw: Any) -> Any:
    with past_the_rules():
        there = by_id.maybe(model, raw) is not None
    if there and by_id.maybe(model, raw) is None:
        raise Problem("wrong_role")
    return real_one(model, raw)


def reason_that_knows(model: Any, key: Any) -> Any:
    """A kept operation says more of a row that is there."""
    with past_the_rules():
        there = by_id.maybe(model, key) is not None
    row = by_id.maybe(model, key)
    if row is None:
        raise OutOfScope("after_release" if there else "out_of_scope")
    return row


def running_number_of_a_stream(arrival: Any, event: Any) -> str:
    return json.dumps({**json.loads(real_receipt(arrival, event)), "stream": str(all_of(Stream))})


def hidden_acts_in_the_towns_stream(visit: Visit) -> Place:
    return Place(StreamKind.TOWN, visit.county_id, visit.town_id)


def one_cursor_over_all_streams(positions: Any, limit: int, viewer: Any) -> Any:
    return replace(real_changes(positions, limit, viewer), positions={"all": all_of(Journal)})


def photo_known_to_all(sha256: str) -> bool:
    with past_the_rules():
        held = select(BlobHolder.sha256).where(BlobHolder.sha256 == sha256)
        return db.session.scalars(held).first() is not None


def version_that_counts_rounds(viewer: Any, *more: Any) -> dict[str, Any]:
    told = real_catalog(viewer, *more)
    return {**told, "version": f"{told['version']}.{all_of(Round)}"}


def code_that_answers_too_early(code: str) -> Any:
    with past_the_rules():
        row = db.session.scalars(select(PhotoCode).where(PhotoCode.code == code)).one_or_none()
    return row and stamp.Told(row.taken_at, row.time_says or "phone", "", "")


real_count, real_one, real_receipt = findings.count_of, by_id.one, judge._receipt  # noqa: SLF001 - replaced by name
real_changes, real_catalog = feed.changes_since, catalog.catalog_of

LEAKS: dict[str, Callable[..., Any]] = {
    "app.queries.waiting.findings_in": count_behind_a_word,
    "app.pages.findings.count_of": total_of_a_list,
    "app.api.findings.one": forbidden_instead_of_absent,
    "app.intake.vocabulary.seen": reason_that_knows,
    "app.intake.town_words.seen": reason_that_knows,
    "app.intake.judge._receipt": running_number_of_a_stream,
    "app.actions.places.of_visit": hidden_acts_in_the_towns_stream,
    "app.api.changes.changes_since": one_cursor_over_all_streams,
    "app.api.photos.is_held": photo_known_to_all,
    "app.api.catalog.catalog_of": version_that_counts_rounds,
    "app.pages.verify_photo.told_of_code": code_that_answers_too_early,
}
