"""The demo is made by actions only (演示数据): it reads models, and never makes or adds a row itself (proof 14)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import app.models
from tests.house.reading import names_used, python_of

MODELS = set(app.models.__all__)
EDGES = ("app.api", "app.pages", "app.access", "workers")


def rows_made(text: str) -> set[str]:
    """Models that are called, and sessions that are added to."""
    called = {ast.unparse(node.func) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)}
    return called & (MODELS | {"db.session.add", "db.session.add_all", "insert", "update", "delete"})


def imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_demo_makes_no_row_itself() -> None:
    assert {path: rows_made(text) for path, text in python_of("app/demo/") if rows_made(text)} == {}


def test_a_row_made_directly_would_be_seen() -> None:
    assert rows_made("db.session.add(Finding(id=1))") == {"db.session.add", "Finding"}


def test_the_demo_passes_by_no_edge() -> None:
    modules = {module for _, text in python_of("app/demo/") for module in imported(text)}
    assert [module for module in modules if module.startswith(EDGES)] == []


def test_the_demo_reads_the_clock_of_the_database_only() -> None:
    texts = [text for _, text in python_of("app/demo/")]
    assert any("now" in names_used(text) for text in texts)
    assert [name for text in texts for name in names_used(text) if name in {"datetime.now", "time.time"}] == []
