"""`./dev check` (检查): format, lint, types, rooms, dead code and house rules, two at a time."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local import front_end, python_env, test
from deploy.local.places import ROOT

TYPES_OF_FRONT_END = "node_modules/vue-tsc/bin/vue-tsc.js"


@dataclass(frozen=True)
class Tool:
    """One check: a name, a program that must exist, its arguments."""

    name: str
    program: Path
    words: tuple[str, ...]
    folder: Path = ROOT


@dataclass(frozen=True)
class Verdict:
    tool: Tool
    ended: str
    seconds: float
    said: str


def check() -> int:
    """Run every tool to its end. A missing tool is 'not run', and that is a failure."""
    test.set_up()
    with ThreadPoolExecutor(max_workers=2) as two:
        verdicts = [_tell(each) for each in two.map(judge, _tools())]
    wrong = [verdict.tool.name for verdict in verdicts if verdict.ended != "ok"]
    print(f"not clean: {', '.join(wrong)}" if wrong else f"all {len(verdicts)} checks are clean", flush=True)
    return 1 if wrong else 0


def _tools() -> list[Tool]:
    bin_of = python_env.bin_of
    return [
        # The slow ones first, so that the two cores end together.
        Tool("house rules", bin_of("pytest"), ("-q", "tests/house")),
        Tool("mypy --strict", bin_of("mypy"), ("--strict", "app", "workers")),
        Tool("types of the front end", front_end.FOLDER / TYPES_OF_FRONT_END, ("--noEmit",), front_end.FOLDER),
        Tool("import-linter", bin_of("lint-imports"), ("--no-cache",)),
        Tool("vulture", bin_of("vulture"), ()),
        Tool("ruff check", bin_of("ruff"), ("check", ".", "dev")),
        Tool("ruff format", bin_of("ruff"), ("format", "--check", ".", "dev")),
    ]


def judge(tool: Tool) -> Verdict:
    """Run one tool to its end."""
    if not tool.program.exists():
        return Verdict(tool, "not run", 0, f"{tool.program} is missing")
    began = time.monotonic()
    words = [*_interpreter(tool), str(tool.program), *tool.words]
    done = subprocess.run(words, cwd=tool.folder, env=_environment(), check=False, capture_output=True, text=True)
    ended = "ok" if done.returncode == 0 else "failed"
    return Verdict(tool, ended, time.monotonic() - began, done.stdout + done.stderr)


def _interpreter(tool: Tool) -> list[str]:
    return ["node"] if tool.program.suffix == ".js" else []


def _environment() -> Mapping[str, str]:
    return front_end.environment()


def _tell(verdict: Verdict) -> Verdict:
    print(f"  {verdict.ended:8} {verdict.tool.name} ({verdict.seconds:.1f} s)", flush=True)
    if verdict.ended != "ok":
        print(verdict.said, flush=True)
    return verdict
