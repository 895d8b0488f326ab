"""The score in a pack (证据包里的得分): its stored lines as they are, with the words that the page has for them."""

from flask import current_app

from app.actions.contents import stored_line
from app.domain.score.rational import read, shown
from app.models import Score, ScoreEntry, ScoreLine
from app.pack.contents import Record, told
from app.queries.score_pages import line_of
from app.texts import say
from app.texts.lines import numbers_of


def score_record(score: Score, scheme: str) -> Record:
    return {
        "id": str(score.id),
        "month": f"{score.month:%Y-%m}",
        "value": None if score.value is None else str(score.value),
        "band": score.band,
        "scheme": scheme,
        "facts": score.facts_hash,
        "formula": score.code_version,
        "computed_at": told(score.computed_at),
        "lines": [line_record(line) for line in score.lines],
    }


def line_record(row: ScoreLine) -> Record:
    """As it is stored, exact, and in words."""
    return {**stored_line(row), "says": _words(row), "shown": shown(read(row.amount))}


def _words(row: ScoreLine) -> str:
    language = current_app.config["LANGUAGE"]
    return say(f"w.line.{row.code}", language, **numbers_of(line_of(row), "", language))


def entry_record(entry: ScoreEntry) -> Record:
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "matter": entry.matter,
        "value": str(entry.value),
        "document": entry.document,
        "reason": entry.reason,
        "entered_at": told(entry.entered_at),
        "replaces": str(entry.replaces_id) if entry.replaces_id else None,
    }
