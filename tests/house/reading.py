"""How house rules read the tree (读代码): tracked files, their lines, and calls found in their syntax."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ_BY_PEOPLE = {".py", ".ts", ".vue", ".css", ".html"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project that people read, wherever it lies."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = (ROOT / line for line in listed.stdout.splitlines())
    return tuple(f for f in files if f.suffix in READ_BY_PEOPLE and f.is_file())


def python_of(*rooms: str) -> Iterator[tuple[str, str]]:
    """(path, text) of the Python files below these folders."""
    for file in tracked():
        path = file.relative_to(ROOT).as_posix()
        if file.suffix == ".py" and path.startswith(rooms):
            yield path, file.read_text(encoding="utf-8")


def names_used(text: str) -> set[str]:
    """Every attribute and name in the code, dotted where it is dotted: `x.connection`, `uuid4`."""
    return {_dotted(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute | ast.Name)}


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"
