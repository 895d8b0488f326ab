"""Mermaid (流程图): the workflow tables as drawings and tables for docs/workflows.md, straight from the code."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from app.domain.approval import APPROVAL
from app.domain.finding import FINDING
from app.domain.order import ORDER
from app.domain.recheck import RECHECK
from app.domain.request import REQUEST
from app.domain.round import ROUND
from app.domain.second_review import SECOND_REVIEW
from app.domain.visit import VISIT
from app.domain.workflow import Step, Workflow
from app.texts import worded

TABLES: tuple[Workflow[Any], ...] = (ROUND, VISIT, FINDING, ORDER, REQUEST, APPROVAL, RECHECK, SECOND_REVIEW)
HEAD = """# Workflows

Written by `flask workflow > docs/workflows.md` from the tables in `app/domain/`; a test holds this file to them.
Nothing else moves a state. `system` is the product itself: workers and timed acts."""
START_OR_END = "[*]"


def page() -> str:
    """All tables as one Markdown page."""
    return "\n\n".join([HEAD, *(_chapter(table) for table in TABLES)]) + "\n"


def _chapter(table: Workflow[Any]) -> str:
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", *_drawing(table), "```"])
    rows = "\n".join(["| action | from | to | by | only if |", "|---|---|---|---|---|", *map(_row, table.steps)])
    return f"## {_plain(table.noun).capitalize()}\n\n{drawing}\n\n{rows}"


def _drawing(table: Workflow[Any]) -> Iterator[str]:
    """States by name, then one arrow for each pair of states, with all that leads along it."""
    for state in type(table.initial):
        yield f"    {state}: {state} {worded(state, noun=table.noun)}"
    yield f"    {START_OR_END} --> {table.initial}"
    arrows = sorted((source, step.target, step.action) for step in table.steps for source in step.sources)
    for (source, target), along in groupby(arrows, key=lambda arrow: arrow[:2]):
        yield f"    {source} --> {target}: {', '.join(action for _source, _target, action in along)}"
    for state in table.final:
        yield f"    {state} --> {START_OR_END}"


def _row(step: Step[Any]) -> str:
    conditions = [need.__name__ for need in step.needs]
    if step.when.__name__ != "<lambda>":
        conditions.append(step.when.__name__)
    cells = (step.action, ", ".join(step.sources), step.target, ", ".join(step.by), ", ".join(map(_plain, conditions)))
    return f"| {' | '.join(cells)} |"


def _plain(name: str) -> str:
    return name.replace("_", " ")
