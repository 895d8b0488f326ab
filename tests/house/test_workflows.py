"""The page of workflows (流程页): docs/workflows.md says what the tables say."""

from __future__ import annotations

import re

from click.testing import CliRunner

from app.cli import workflow
from tests.house.reading import ROOT


def test_the_committed_page_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(workflow).output
    assert printed == (ROOT / "docs/workflows.md").read_text("utf-8"), "flask workflow > docs/workflows.md"


def test_every_step_and_state_is_on_the_page() -> None:
    """By other means than the page's own: the names in the source, read as text."""
    page = (ROOT / "docs/workflows.md").read_text("utf-8")
    for noun in ("round", "visit", "finding", "order", "request"):
        source = (ROOT / f"app/domain/{noun}.py").read_text("utf-8")
        chapter = page.split(f"## {noun.capitalize()}\n")[1].split("\n## ")[0]
        steps = re.findall(r'\bStep\(\s*"(\w+)"', source)
        assert [row.split(" | ")[0].strip("| ") for row in chapter.splitlines() if row.startswith("| ")][1:] == steps
