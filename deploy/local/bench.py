"""`./dev bench` (测速): the measurements in bench/, one program each: a file, or a folder with a `__main__.py`."""

from __future__ import annotations

import subprocess

from deploy.local import python_env, test
from deploy.local.places import ROOT
from deploy.local.steps import CannotGoOn

FOLDER = ROOT / "bench"


def bench(name: str | None, *, as_json: bool) -> int:
    """Run one measurement or all; each says for itself when it does not hold."""
    known = sorted(
        [file.stem for file in FOLDER.glob("[a-z]*.py")] + [f.parent.name for f in FOLDER.glob("*/__main__.py")]
    )
    if name is not None and name not in known:
        raise CannotGoOn(f"There is no measurement {name}.", f"known: {', '.join(known) or 'none yet'}")
    test.set_up()
    extra = ["--json"] if as_json else []
    return max((_measure(each, extra) for each in ([name] if name else known)), default=0)


def _measure(name: str, extra: list[str]) -> int:
    words = [str(python_env.bin_of("python")), "-m", f"bench.{name}", *extra]
    return subprocess.run(words, cwd=ROOT, env=python_env.environment(), check=False).returncode
