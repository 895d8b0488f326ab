"""`./dev faults` (故障日程): random schedules of phones and faults on real processes; the runner is in tests/faults."""

from __future__ import annotations

import subprocess

from deploy.local import front_end, python_env, test
from deploy.local.places import ROOT


def faults(words: list[str]) -> int:
    """Set up as for the tests, then hand the words on."""
    test.set_up()
    command = [str(python_env.bin_of("python")), "-m", "tests.faults", *words]
    return subprocess.run(command, cwd=ROOT, env=front_end.environment(), check=False).returncode
