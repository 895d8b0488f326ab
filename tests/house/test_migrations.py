"""Migrations (迁移): one head, named, and none of them knows the models of today."""

from __future__ import annotations

import re

from tests.house.reading import ROOT, python_of

VERSIONS = "migrations/versions/"


def links() -> dict[str, str | None]:
    """revision -> the one before it."""
    found = {}
    for _path, text in python_of(VERSIONS):
        revision = re.search(r'^revision = "(\w+)"', text, re.MULTILINE)
        before = re.search(r'^down_revision = (?:"(\w+)"|None)', text, re.MULTILINE)
        assert revision
        assert before
        found[revision[1]] = before[1]
    return found


def test_there_is_one_head_and_it_is_named() -> None:
    heads = set(links()) - set(links().values())
    assert heads == {(ROOT / "migrations" / ".current-head").read_text().strip()}


def test_no_migration_imports_the_app() -> None:
    assert [path for path, text in python_of(VERSIONS) if "app." in text.replace("xunzhen_app", "")] == []
