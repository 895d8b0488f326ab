"""Debian packages (系统软件包): which are missing, and installing them with the rights we have."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import cluster, redis
from deploy.local.steps import CannotGoOn, step, watched

Found = Callable[[], bool]
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
CLUSTER_SWITCH = Path("/etc/postgresql-common/createcluster.conf")
_BEFORE = f"""
    (no system cluster is needed: put create_main_cluster = false into {CLUSTER_SWITCH} first),
    or give DATABASE_URL, MIGRATION_URL and REDIS_URL of real servers"""


def _answers(question: Callable[[], object]) -> bool:
    try:
        question()
    except CannotGoOn:
        return False
    return True


DATABASE: dict[str, Found] = {"postgresql-postgis": lambda: _answers(lambda: cluster.program("postgres"))}
QUEUE: dict[str, Found] = {"redis-tools": lambda: _answers(redis.program)}
PYTHON: dict[str, Found] = {"python3-venv": lambda: importlib.util.find_spec("ensurepip") is not None}
FONTS: dict[str, Found] = {"fonts-noto-cjk": NOTO.exists}
BROWSER: dict[str, Found] = {"chromium": lambda: shutil.which("chromium") is not None}
# The other engine's window is a few lines of the system's own Python (tests/webkit_window.py), on a display without a screen.
OTHER_BROWSER: dict[str, Found] = {
    "webkit2gtk-driver": lambda: shutil.which("WebKitWebDriver") is not None,
    "xvfb": lambda: shutil.which("Xvfb") is not None,
    "python3-gi": lambda: Path("/usr/lib/python3/dist-packages/gi/__init__.py").exists(),
    "gir1.2-webkit2-4.1": lambda: any(Path("/usr/lib").glob("*/girepository-1.0/WebKit2-4.1.typelib")),
}


def provide(*tables: dict[str, Found]) -> None:
    """Install what is missing, or say exactly what to install."""
    missing = [name for table in tables for name, found in table.items() if not found()]
    if not missing:
        return
    right = _right_to_install(missing)
    with step(f"Debian packages: {' '.join(missing)}"):
        _run([*right, "apt-get", "update", "-q"])
        if "postgresql-postgis" in missing:
            # First the part that owns the switch, then the server whose installation reads it.
            _install(right, ["postgresql-common"])
            with _no_system_cluster(right):
                _install(right, missing)
        else:
            _install(right, missing)


def _install(right: list[str], names: list[str]) -> None:
    _run(
        [
            *right,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-qy",
            "--no-install-recommends",
            *names,
        ]
    )


def _run(words: list[str]) -> None:
    done = watched(words)
    if done.code:
        raise CannotGoOn(
            f"{' '.join(words)} failed: {done.last_words}",
            "check the network and apt's sources, then run this again (a second start goes on from here)",
        )


def _right_to_install(missing: list[str]) -> list[str]:
    wanted = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") is None:
        raise CannotGoOn(
            f"This machine has no apt-get, and these Debian packages are missing: {' '.join(missing)}.",
            "install what corresponds to them, or give DATABASE_URL, MIGRATION_URL and REDIS_URL of real servers",
        )
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-v"], check=False).returncode == 0:
        return ["sudo"]
    raise CannotGoOn(
        f"Packages are missing and we are neither root nor allowed to sudo: {' '.join(missing)}.",
        f"ask an administrator to run: {wanted}{_BEFORE if 'postgresql-postgis' in missing else ''}",
    )


@contextmanager
def _no_system_cluster(right: list[str]) -> Iterator[None]:
    """Debian makes a cluster and a service on installation; ours is private. The file is put back afterwards."""
    before = CLUSTER_SWITCH.read_text()
    _write(right, f"{before}\ncreate_main_cluster = false\n")
    try:
        yield
    finally:
        _write(right, before)


def _write(right: list[str], text: str) -> None:
    subprocess.run([*right, "tee", str(CLUSTER_SWITCH)], input=text, text=True, check=True, stdout=subprocess.DEVNULL)
