"""Sizes (篇幅): a file is read in one go, a function in one look."""

from __future__ import annotations

import ast
from statistics import median

from tests.house.reading import ROOT, python_of, tracked

LONGEST_FILE, LONGEST_FUNCTION, MEDIAN = 250, 40, 70
EVERYWHERE = ("app/", "workers/", "tests/", "deploy/", "bench/", "migrations/", "wsgi.py")


def lines_of_files() -> dict[str, int]:
    return {f.relative_to(ROOT).as_posix(): f.read_text(encoding="utf-8").count("\n") for f in tracked()}


def long_functions(path: str, text: str) -> list[str]:
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    sizes = ((n.name, (n.end_lineno or 0) - n.lineno + 1) for n in functions)
    return [f"{path} {name}: {size}" for name, size in sizes if size > LONGEST_FUNCTION]


def test_no_file_is_longer_than_can_be_read_in_one_go() -> None:
    assert {path: lines for path, lines in lines_of_files().items() if lines > LONGEST_FILE} == {}


def test_half_of_all_files_are_short() -> None:
    assert median(lines_of_files().values()) <= MEDIAN


def test_no_function_is_longer_than_a_look() -> None:
    assert [found for path, text in python_of(*EVERYWHERE) for found in long_functions(path, text)] == []


def test_a_long_function_is_seen() -> None:
    assert long_functions("planted.py", "def planted():\n" + "    x = 1\n" * 40)
