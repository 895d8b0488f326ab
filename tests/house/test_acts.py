"""Every act that is journaled has its word in the history (经过), in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from app.domain.approval import APPROVAL
from app.domain.finding import FINDING
from app.domain.notice import TELLS
from app.domain.order import ORDER
from app.domain.recheck import RECHECK
from app.domain.request import REQUEST
from app.domain.round import ROUND
from app.texts import LANGUAGES, catalogue
from tests.house.reading import python_of

ROOMS = ("app/", "workers/")
JOURNAL = "app.actions.journal"
BY_THE_TABLES = "app/actions/advance.py"  # its names are steps; that each has its word is tests/look's affair


def acts(text: str) -> Iterator[ast.expr]:
    """What is given as the name of an act, in a file that journals."""
    tree = ast.parse(text)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    journals = any(node.module == JOURNAL and "Act" in {it.name for it in node.names} for node in imports)
    for node in ast.walk(tree):
        if journals and isinstance(node, ast.Call) and ast.unparse(node.func) == "Act":
            yield node.args[0]


def names() -> Iterator[tuple[str, ast.expr]]:
    for path, text in python_of(*ROOMS):
        yield from ((path, name) for name in acts(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_its_word(language: str) -> None:
    written = {str(name.value) for _, name in names() if isinstance(name, ast.Constant)}
    assert written >= {"unit.found", "user.add", "region.tag", "setting.put", "finding.record", "finding.overdue"}
    assert sorted(name for name in written if f"w.event.{name}" not in catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_that_is_told_has_its_title_and_is_an_act(language: str) -> None:
    """One that no code writes would never be told, and nobody would see it."""
    written = {str(name.value) for _, name in names() if isinstance(name, ast.Constant)}
    tables = (FINDING, ORDER, ROUND, REQUEST, APPROVAL, RECHECK)
    steps = {f"{table.noun}.{step.action}" for table in tables for step in table.steps}
    assert sorted(TELLS.keys() - written - steps) == []
    assert sorted(act for act in TELLS if f"w.notice.{act}" not in catalogue(language)) == []


def test_only_the_tables_put_a_name_together() -> None:
    assert {path for path, name in names() if not isinstance(name, ast.Constant)} == {BY_THE_TABLES}


def test_an_act_without_a_word_would_be_seen() -> None:
    text = "from app.actions.journal import Act\nwrite(Act('cat.purr', cat.id), place, viewer, at)"
    assert [ast.unparse(name) for name in acts(text)] == ["'cat.purr'"]
