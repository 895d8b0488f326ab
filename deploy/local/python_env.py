"""The virtual environment (虚拟环境): hash-locked packages, reinstalled only when a lock file changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from deploy.local.places import ROOT
from deploy.local.steps import CannotGoOn, step, watched

VENV = ROOT / ".venv"
RUN = ROOT / "requirements.txt"
DEVELOP = ROOT / "requirements-dev.txt"
STAMP = VENV / ".locks-installed"


def provide(lock: Path) -> None:
    """Make the environment hold this lock file; the developer's lock holds everything of the other."""
    if _digest(lock) in _installed():
        return
    _make()
    with step(f"Python packages of {lock.name}"):
        words = [str(bin_of("python")), "-m", "pip", "install", "--require-hashes", "-r", str(lock)]
        done = watched([*words, "--disable-pip-version-check", "--progress-bar=off"])
        if done.code:
            raise CannotGoOn(
                f"pip could not install {lock.name}: {done.last_words}",
                "check the network (PIP_INDEX_URL and HTTPS_PROXY are honoured) and the disk, then run this again",
            )
    locks = (RUN, DEVELOP) if lock == DEVELOP else (lock,)
    STAMP.write_text("".join(f"{_digest(each)}\n" for each in locks))


def bin_of(name: str) -> Path:
    """A program of the environment."""
    return VENV / "bin" / name


def environment() -> dict[str, str]:
    """Our surroundings with the environment's programs first."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(VENV)}


def _make() -> None:
    if bin_of("python").exists() and bin_of("pip").exists():
        return
    with step("virtual environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        done = watched([sys.executable, "-m", "venv", str(VENV)])
        if done.code:
            raise CannotGoOn(f"python -m venv failed: {done.last_words}", "is the disk full, or python3-venv missing?")


def _installed() -> list[str]:
    usable = STAMP.exists() and bin_of("python").exists()
    return STAMP.read_text().split() if usable else []


def _digest(lock: Path) -> str:
    # A new minor version of Python makes the installed packages useless.
    return hashlib.sha256(lock.read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()
