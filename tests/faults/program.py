"""The phone's program (手机程序): the shipped queue bundled for Node, or a copy of it with a planted bug."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from deploy.local import front_end
from tests.planted.phone import Bug

DRIVER = "tests/faults"
PARTS = ("src", "tests", "package.json", "tsconfig.json")


def shipped(folder: Path) -> Path:
    return _bundled(front_end.FOLDER, folder)


def with_bug(bug: Bug, folder: Path) -> Path:
    """The bug applied to a copy; one that no longer applies is an error, not a pass."""
    copy = folder / "front_end"
    for part in PARTS:
        source = front_end.FOLDER / part
        (shutil.copytree if source.is_dir() else _copy_file)(source, copy / part)
    (copy / "node_modules").symlink_to(front_end.MODULES)
    bug.plant(copy / "src/field")
    return _bundled(copy, folder / "program")


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _bundled(front: Path, folder: Path) -> Path:
    words = ["node", str(front / DRIVER / "bundle.mjs"), str(folder)]
    subprocess.run(words, cwd=front, env=front_end.environment(), check=True, stdin=subprocess.DEVNULL)
    return folder / "phone.mjs"
