"""`./dev flask …` (管理命令): a flask command on the data of a `./dev run` in another terminal."""

from __future__ import annotations

import subprocess

from deploy.local import python_env
from deploy.local.keeping import Keeping
from deploy.local.places import ROOT, data_folder
from deploy.local.steps import CannotGoOn


def flask(words: list[str]) -> int:
    """Run the command with the variables that the run noted down, at this terminal."""
    noted = Keeping(data_folder()).surroundings()
    if not noted:
        raise CannotGoOn("There is no data yet.", "start ./dev run in another terminal first")
    environment = {**python_env.environment(), **noted}
    command = [str(python_env.bin_of("flask")), *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
