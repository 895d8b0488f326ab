"""Subjects (事由) on pages: where an act or a warning leads, and how its point, order or round is called."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from app.queries.subjects import Key, Named, named

PAGES = {"finding": "findings.show", "order": "orders.show", "round": "rounds.show", "copy": "copies.show"}


@dataclass(frozen=True)
class Subject:
    url: str
    what: str
    town: str


def subjects_of(keys: Iterable[Key]) -> dict[Key, Subject]:
    """Of those that the viewer still sees."""
    return {key: subject_of(it) for key, it in named(keys).items()}


def subject_of(it: Named) -> Subject:
    return Subject(url_for(PAGES[it.noun], raw_id=it.id), it.what, it.town)
