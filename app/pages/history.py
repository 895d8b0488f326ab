"""History (经过): what happened to a case, newest first, and what to say when a step was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask import request

from app.domain.problems import Kind, Problem
from app.pages.dates import moment
from app.pages.frame import Said
from app.pages.parts import t
from app.queries.events import Happening, events_of


@dataclass(frozen=True)
class Event:
    name: str
    at: datetime
    who: str
    note: str
    params: dict[str, object] = field(default_factory=dict)
    signed: str = ""
    signature: str = ""
    lines: list[str] = field(default_factory=list)


def events(*subject_ids: UUID) -> list[Event]:
    return [told(it) for it in events_of(*subject_ids)]


def told(it: Happening) -> Event:
    return Event(it.act, it.at, it.who, it.note, signed=it.signed, signature=it.signature, lines=_lines(it))


def _lines(it: Happening) -> list[str]:
    """What an act says besides its words: why it warns, which draw, and what was set right."""
    said, lines = it.amended, []
    if it.act.endswith(".warn"):
        lines.append(t(f"w.warning.{it.warned}"))
    if it.seed:
        lines.append(t("d.event.drawn" if it.changed == 0 else "d.event.drawn_changed", seed=it.seed, n=it.changed))
    return lines + [line(said) for name, line in SET_RIGHT.items() if f"{name}_is" in said]


def _severity(said: dict[str, str]) -> str:
    was, now = (f"severity.{said[f'severity_{when}']}" for when in ("was", "is"))
    return t("d.event.severity", was=was, now=now)


SET_RIGHT: dict[str, Callable[[dict[str, str]], str]] = {
    "position": lambda said: t("d.event.moved", was=_place(said, "was"), now=_place(said, "is")),
    "note": lambda said: t("d.event.reworded", was=said["note_was"], now=said["note_is"]),
    "item": lambda said: t("d.event.item", was=said["item_was"], now=said["item_is"]),
    "severity": _severity,
    "due": lambda said: t("d.event.due", was=_moment(said["due_was"]), now=_moment(said["due_is"])),
}


def _moment(said: str) -> str:
    return moment(datetime.fromisoformat(said)) if said else t("d.event.due.none")


def _place(said: dict[str, str], when: str) -> str:
    where, accuracy = said[f"position_{when}"], said.get(f"accuracy_{when}")
    if not where:
        return t("d.event.place.none")
    if f"by_hand_{when}" in said:
        return t("d.event.place.by_hand", where=where)
    if accuracy is None:
        return t("d.event.place.vague", where=where)
    return t("d.event.place.measured", where=where, n=accuracy)


def refusal(problem: Problem, subject_id: UUID) -> list[Said]:
    """Why not; what has changed meanwhile, if that is why; and what was written, so that nothing is lost."""
    said = [Said("red", t(f"p.{problem.code}", **problem.params))]
    if problem.kind is Kind.STALE:
        said += [_changed(event) for event in events(subject_id)[:1]]
    note = request.form.get("note", "").strip()
    return [*said, Said("blue", t("d.form.unsent", note=note))] if note else said


def _changed(event: Event) -> Said:
    return Said(
        "blue", t("d.form.changed", what=f"event.{event.name}", at=moment(event.at), who=event.who or "role.system")
    )
