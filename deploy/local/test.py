"""`./dev test` (测试): Vitest and pytest on real parts, summed up in one last line."""

from __future__ import annotations

import json
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from deploy.local import front_end, packages, python_env
from deploy.local.places import ROOT


@dataclass(frozen=True)
class Count:
    """How tests ended. A runner that failed without naming a test counts as one failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def blamed(self, code: int) -> Count:
        silent = code != 0 and self.failed == 0
        return self + Count(failed=1) if silent else self


def test(words: list[str]) -> int:
    """Run everything; further words go to pytest. The last line counts."""
    set_up()
    with tempfile.TemporaryDirectory(prefix="xz-test-") as folder:
        total = _vitest(Path(folder) / "vitest.json") + _pytest(words, Path(folder) / "pytest.xml")
    return sum_up(total, _allowed_skips())


def sum_up(total: Count, allowed_skips: int) -> int:
    """Print the count as the last line, and say by the exit code whether all is well."""
    if total.skipped > allowed_skips:
        print(f"{total.skipped} tests were skipped; pyproject.toml allows {allowed_skips}")
    print(total, flush=True)
    return 1 if total.failed or total.skipped > allowed_skips else 0


def set_up() -> None:
    """What tests and checks need on a fresh machine."""
    browsers = (packages.BROWSER, packages.OTHER_BROWSER)
    packages.provide(packages.PYTHON, packages.DATABASE, packages.QUEUE, packages.FONTS, *browsers)
    python_env.provide(python_env.DEVELOP)
    front_end.build()


def _vitest(report: Path) -> Count:
    words = ["test", "--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    code = _run(front_end.npm_words(*words), front_end.FOLDER, front_end.environment())
    told = json.loads(report.read_text()) if report.exists() else {}
    skipped = told.get("numPendingTests", 0) + told.get("numTodoTests", 0)
    return Count(told.get("numPassedTests", 0), told.get("numFailedTests", 0), skipped).blamed(code)


def _pytest(words: list[str], report: Path) -> Count:
    command = [str(python_env.bin_of("python")), "-m", "pytest", f"--junitxml={report}", *words]
    code = _run(command, ROOT, python_env.environment())
    if not report.exists():
        return Count().blamed(code)
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 (pytest wrote it)
    told = {
        name: int(suite.get(name, "0")) if suite is not None else 0
        for name in ("tests", "failures", "errors", "skipped")
    }
    failed = told["failures"] + told["errors"]
    return Count(told["tests"] - failed - told["skipped"], failed, told["skipped"]).blamed(code)


def _run(words: list[str], folder: Path, environment: Mapping[str, str]) -> int:
    print(flush=True)
    return subprocess.run(words, cwd=folder, env=environment, check=False, stdin=subprocess.DEVNULL).returncode


def _allowed_skips() -> int:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return int(settings["tool"]["xunzhen"]["allowed-skips"])
