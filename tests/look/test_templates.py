"""Templates (页面模板): every word they say is in both catalogues, and they neither reckon nor carry scripts or styles."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from app.domain.finding import FINDING, FindingState, Severity, Source
from app.domain.order import ORDER, OrderLevel, OrderState
from app.domain.people import PEOPLE, Role
from app.domain.request import REQUEST, RequestKind, RequestState
from app.domain.round import ROUND, Part, RoundKind, RoundState
from app.domain.score import Code
from app.domain.visit import VISIT, Looked, VisitState
from app.domain.workflow import Step

APP = Path(__file__).parents[2] / "app"
COVER = APP / "templates/packs/cover.html"  # opened from a disk, years later: it has no sheet beside it
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
CATALOGUES = {name: json.loads((APP / f"texts/{name}.json").read_text("utf-8")) for name in ("zh", "en")}
RECKONING = (nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Sub)
STEPS: list[
    tuple[str, Step[FindingState] | Step[OrderState] | Step[RoundState] | Step[VisitState] | Step[RequestState]]
] = [
    *(("finding", step) for step in FINDING.steps),
    *(("order", step) for step in ORDER.steps),
    *(("round", step) for step in ROUND.steps),
    *(("visit", step) for step in VISIT.steps),
    *(("request", step) for step in REQUEST.steps),
]


def parsed(template: Path) -> nodes.Template:
    return Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(template.read_text("utf-8"))


def said(template: Path) -> Iterable[str]:
    """The keys given to t() in full; a key put together at run time is covered by the enums below."""
    for call in parsed(template).find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and isinstance(first, nodes.Const):
            yield first.value


def words_of_states() -> Iterable[str]:
    yield from (f"w.{noun}.{state}" for noun, enum in STATES for state in enum)
    yield from (f"w.request.{kind}" for kind in RequestKind)
    yield from (f"w.fact.asked_{kind}" for kind in RequestKind)
    yield from (f"w.severity.{word}" for word in Severity)
    yield from (f"w.source.{word}" for word in Source)
    yield from (f"w.level.{word}" for word in OrderLevel)
    yield from (f"w.kind.{word}" for word in RoundKind)
    yield from (f"w.part.{word}" for word in Part)
    yield from (f"w.looked.{word}" for word in Looked)
    yield from (f"w.role.{role}" for role in PEOPLE)
    yield from (f"w.line.{code}" for code in Code)


STATES = (
    ("finding", FindingState),
    ("order", OrderState),
    ("round", RoundState),
    ("visit", VisitState),
    ("request", RequestState),
)


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(APP / "templates")))
def test_every_word_of_a_template_is_in_the_catalogue(template: Path, language: str) -> None:
    assert [key for key in said(template) if key not in CATALOGUES[language]] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_state_and_word_of_the_domain_is_in_the_catalogue(language: str) -> None:
    assert [key for key in words_of_states() if key not in CATALOGUES[language]] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_step_has_its_sentence_in_the_history(language: str) -> None:
    keys = (f"w.event.{noun}.{step.action}" for noun, step in STEPS)
    assert [key for key in keys if key not in CATALOGUES[language]] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_step_a_person_takes_has_its_button(language: str) -> None:
    keys = (f"w.act.{noun}.{step.action}" for noun, step in STEPS if set(step.by) != {Role.SYSTEM})
    assert [key for key in keys if key not in CATALOGUES[language]] == []


def test_desk_words_have_the_same_places_for_numbers_in_both_languages() -> None:
    zh, en = (
        {k: sorted(re.findall(r"\{\w+\}", v)) for k, v in c.items() if k[:2] in {"d.", "w."}}
        for c in CATALOGUES.values()
    )
    assert zh == en


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(APP / "templates")))
def test_no_template_multiplies(template: Path) -> None:
    assert list(parsed(template).find_all(RECKONING)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(APP / "templates")))
def test_no_template_carries_a_script_or_a_style(template: Path) -> None:
    own_looks = ["<style"] if template == COVER else []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", template.read_text("utf-8")) == own_looks
