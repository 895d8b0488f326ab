"""`./dev run` (运行): from a fresh machine to an answering page, and to nothing again on Ctrl-C."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import FrameType

from deploy.local import app, front_end, packages, python_env, servers
from deploy.local.app import App
from deploy.local.keeping import DEMO, Beginning, Keeping
from deploy.local.places import data_folder
from deploy.local.processes import Family
from deploy.local.servers import Given
from deploy.local.steps import CannotGoOn, step

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ACCOUNTS = "inspector inspector2 town town2 supervisor supervisor2 leader sysadmin secadmin auditor"


def run(*, empty: bool) -> int:
    """Set everything up, serve until told to stop, and leave nothing behind."""
    family = Family()
    for ending in ENDINGS:
        signal.signal(ending, _stop_asked)
    try:
        _serve(family, empty)
    except KeyboardInterrupt:
        print("\nstopping …", flush=True)
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        family.stop()
    print("stopped; the data is kept")
    return 0


def _serve(family: Family, empty: bool) -> None:
    began = time.monotonic()
    port, given = _port(), Given.from_environment()
    app.free_port(port)
    _set_up(given)
    folder = data_folder()
    keeping = Keeping(folder)
    keeping.lock()
    if not given.database:
        keeping.begin_anew(servers.PARTS)
    named = {**_surroundings(keeping), **servers.start(given, folder, family)}
    ours = _fill(App(named, port, _logs(folder)), keeping, empty)
    with step("web server and worker"):
        web = family.start(ours.web())
        family.start(ours.worker())
        web.wait_until(ours.answers)
    _tell(ours, folder, time.monotonic() - began)
    _watch(family)


def _set_up(given: Given) -> None:
    wanted = [packages.PYTHON, packages.FONTS]
    wanted += [] if given.database else [packages.DATABASE]
    wanted += [] if given.queue else [packages.QUEUE]
    packages.provide(*wanted)
    python_env.provide(python_env.RUN)
    front_end.build()


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise CannotGoOn(f"PORT={given} is not a port.", "give a number from 1 to 65535, for instance PORT=8001")
    return int(given)


def _surroundings(keeping: Keeping) -> dict[str, str]:
    ours = {**python_env.environment(), "FLASK_APP": "wsgi", "PYTHONUNBUFFERED": "1"}
    ours["SECRET_KEY"] = os.environ.get("SECRET_KEY") or keeping.secret_key()
    return ours


def _logs(folder: Path) -> Path:
    logs = folder / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    return logs


def _fill(ours: App, keeping: Keeping, empty: bool) -> App:
    database = ours.environment["DATABASE_URL"]
    beginning = keeping.beginning(database)
    fresh = beginning is None and ours.untouched()
    beginning = beginning or Beginning.choose(demo=fresh and not empty)
    ours = ours.having(XUNZHEN_MODE=beginning.mode, DEMO_PASSWORD=beginning.password)
    keeping.note_surroundings(ours.environment)
    with step("tables"):
        ours.migrate()
    with step("shipped facts (towns, checklist, calendar)"):
        ours.fill_defaults()
    if fresh and not empty:
        with step("demo data"):
            ours.fill_demo()
    keeping.began(database, beginning)
    return ours


def _tell(ours: App, folder: Path, seconds: float) -> None:
    print(f"\n巡镇 answers after {seconds:.0f} s:  {ours.address}/   (phone: {ours.address}/m/)")
    if ours.environment["XUNZHEN_MODE"] == DEMO:
        print(f"accounts:  {ACCOUNTS}\npassword:  {ours.environment['DEMO_PASSWORD']}")
    else:
        print("accounts:  make the first administrators with  ./dev flask account create --help")
    print(f"data:      {folder}   (logs in logs/; remove the folder to start anew)")
    print("Ctrl-C ends everything.", flush=True)


def _watch(family: Family) -> None:
    while True:
        time.sleep(0.5)
        lost = family.lost()
        if lost:
            raise CannotGoOn(f"The {lost.command.name} ended by itself.", lost.last_words())


def _stop_asked(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
