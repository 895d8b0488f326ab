"""`./dev run` (运行): from a fresh machine to an answering page, and to nothing again on Ctrl-C."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import FrameType

from deploy.local import app, certificates, front_end, packages, python_env, servers
from deploy.local.app import App
from deploy.local.keeping import DEMO, Beginning, Keeping
from deploy.local.lan import Lan
from deploy.local.places import data_folder
from deploy.local.processes import Family
from deploy.local.servers import Given
from deploy.local.steps import CannotGoOn, step

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ACCOUNTS = (
    "inspector inspector2 town town2 supervisor supervisor2 supervisor3 leader department sysadmin secadmin auditor"
)


def run(*, empty: bool, over_lan: bool = False) -> int:
    """Set everything up, serve until told to stop, and leave nothing behind."""
    family = Family()
    for ending in ENDINGS:
        signal.signal(ending, _stop_asked)
    try:
        _serve(family, empty, over_lan)
    except KeyboardInterrupt:
        print("\nstopping …", flush=True)
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        family.stop()
    print("stopped; the data is kept")
    return 0


def _serve(family: Family, empty: bool, over_lan: bool) -> None:
    began = time.monotonic()
    lan = Lan.from_environment() if over_lan else None
    port, given = lan.port if lan else app.given_port("PORT", 8000), Given.from_environment()
    _free_ports(port, lan)
    _set_up(given)
    folder = data_folder()
    keeping = Keeping(folder)
    keeping.lock()
    if not given.database:
        keeping.begin_anew(servers.PARTS)
    named = {**_surroundings(keeping), **servers.start(given, folder, family)}
    ours = _fill(App(named, port, _logs(folder)), keeping, empty)
    if lan:
        ours = _certified(ours, folder, lan)
    with step("web server and worker"):
        web = family.start(ours.web())
        family.start(ours.worker())
        web.wait_until(ours.answers)
    if lan and ours.certificates:
        family.start(lan.page(ours, ours.certificates)).wait_until(lan.page_answers)
        lan.tell(ours.certificates)
    _tell(ours, lan.address if lan else ours.address, folder, time.monotonic() - began)
    _watch(family)


def _set_up(given: Given) -> None:
    wanted = [packages.PYTHON, packages.FONTS]
    wanted += [] if given.database else [packages.DATABASE]
    wanted += [] if given.queue else [packages.QUEUE]
    packages.provide(*wanted)
    python_env.provide(python_env.RUN)
    front_end.build()


def _free_ports(port: int, lan: Lan | None) -> None:
    app.free_port(port, app.EVERYWHERE if lan else app.HOST)
    if lan:
        app.free_port(lan.page_port, app.EVERYWHERE, "INSTALL_PORT")


def _certified(ours: App, folder: Path, lan: Lan) -> App:
    kept = certificates.provide(folder, [*lan.addresses, app.HOST])
    return ours.over_tls(kept, app.EVERYWHERE)


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


def _tell(ours: App, address: str, folder: Path, seconds: float) -> None:
    print(f"\n巡镇 answers after {seconds:.0f} s:  {address}/   (phone: {address}/m/)")
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
