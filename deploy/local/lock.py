"""`./dev lock` (锁定依赖): the requirement locks, with hashes and without any index address."""

from __future__ import annotations

import shutil

from deploy.local import python_env
from deploy.local.places import ROOT
from deploy.local.steps import CannotGoOn, step, watched

CREDENTIALS = ROOT / "requirements-credentials.txt"  # in place of the first, where pictures are signed
GROUPS = {
    python_env.RUN: ("build",),
    CREDENTIALS: ("build", "credentials"),
    python_env.DEVELOP: ("build", "credentials", "dev"),
}


def lock() -> int:
    """Resolve anew from pyproject.toml. npm's lock is npm's own business: `npm install` writes it."""
    uv = shutil.which("uv", path=python_env.environment()["PATH"])
    if uv is None:
        raise CannotGoOn("uv is not installed.", "pipx install uv, or pip install uv outside .venv")
    for file, groups in GROUPS.items():
        with step(file.name):
            words = [uv, "pip", "compile", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header"]
            words += ["--no-annotate", "--upgrade", "--output-file", str(file), "pyproject.toml"]
            done = watched([*words, *(word for group in groups for word in ("--group", group))], folder=ROOT)
            if done.code:
                raise CannotGoOn(f"uv could not resolve: {done.last_words}", "mend pyproject.toml or check the network")
    return 0
