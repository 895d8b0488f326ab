"""The private PostgreSQL + PostGIS cluster (私有数据库): on a unix socket only, owned by nobody but this program."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.places import private_folder, socket_folder
from deploy.local.processes import Child, Command
from deploy.local.steps import CannotGoOn

OWNER = "xunzhen_owner"
APP = "xunzhen_app"
SUPERUSER = "postgres"
INSTALLED = Path("/usr/lib/postgresql")
DURABLE = {"listen_addresses": "", "max_connections": "100", "timezone": "UTC", "jit": "off"}
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

ROLES = f"""
CREATE ROLE {OWNER} LOGIN;
CREATE ROLE {APP} LOGIN;
"""


@dataclass(frozen=True)
class Cluster:
    """One data folder with its server. `settings` are added to the server's; HASTY is for throw-away clusters."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "postgresql"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.folder, "pg")

    def url(self, role: str, database: str) -> str:
        return f"postgresql+psycopg://{role}@/{database}?host={self.sockets}"

    def command(self) -> Command:
        settings = {**DURABLE, **self.settings, "unix_socket_directories": str(self.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Command(
            name="PostgreSQL",
            argv=[str(program("postgres")), "-D", str(self.data), *options],
            log=self.folder / "postgresql.log",
            folder=self.data,
            account=account(),
            farewell=signal.SIGINT,  # PostgreSQL's "fast" shutdown
        )

    def prepare(self) -> None:
        """Make the data folder when it is missing, write who may enter, end a server left over from a crash."""
        private_folder(self.data, account())
        private_folder(self.sockets, account())
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._write_doors()
        if (self.data / "postmaster.pid").exists():
            _as_server([str(program("pg_ctl")), "-D", str(self.data), "-m", "fast", "stop"], self.data)

    def provide(self, database: str) -> bool:
        """Make roles and database when they are missing; True when the database is new."""
        if not self.ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{APP}'"):  # noqa: S608 (our own word)
            self.ask(ROLES)
        if self.ask(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):  # noqa: S608 (our own word)
            return False
        self.ask(f"CREATE DATABASE {database} OWNER {OWNER}")
        self.ask("CREATE EXTENSION IF NOT EXISTS postgis", database)
        return True

    def ready(self) -> bool:
        return self._psql("SELECT 1", SUPERUSER).returncode == 0

    def ask(self, sql: str, database: str = SUPERUSER) -> str:
        """Run SQL as the superuser and return what it printed."""
        answer = self._psql(sql, database)
        if answer.returncode:
            raise CannotGoOn(f"PostgreSQL refused: {answer.stderr.strip()}", f"look at {self.folder}/postgresql.log")
        return answer.stdout.strip()

    def _psql(self, sql: str, database: str) -> subprocess.CompletedProcess[str]:
        words = [str(program("psql")), "-XqAt", "-v", "ON_ERROR_STOP=1"]
        words += ["-h", str(self.sockets), "-U", SUPERUSER, "-d", database, "-c", sql]
        return _as_server(words, self.data)

    def _initialise(self) -> None:
        words = [str(program("initdb")), "-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"]
        words += ["--auth-local=peer", "--auth-host=reject", "--no-instructions"]
        words += ["--no-sync"] if self.settings.get("fsync") == "off" else []
        made = _as_server(words, self.data)
        if made.returncode:
            # A half-made folder would pass for a cluster at the next start.
            shutil.rmtree(self.data)
            raise CannotGoOn(f"initdb failed: {made.stderr.strip()}", f"is there room on the disk of {self.folder}?")

    def _write_doors(self) -> None:
        (self.data / "pg_hba.conf").write_text("local all all peer map=here\n")
        people = {getpass.getuser(), account() or getpass.getuser()}
        roles = (SUPERUSER, OWNER, APP)
        (self.data / "pg_ident.conf").write_text("".join(f"here {p} {r}\n" for p in sorted(people) for r in roles))


def start(cluster: Cluster) -> Child:
    """Start the server and wait until it answers."""
    cluster.prepare()
    return Child(cluster.command()).wait_until(cluster.ready)


def account() -> str | None:
    """The account the server runs as: PostgreSQL refuses to run as root."""
    return SUPERUSER if os.geteuid() == 0 else None


def program(name: str) -> Path:
    """The newest installed PostgreSQL (15 or later) that has PostGIS."""
    for folder in sorted(INSTALLED.glob("[1-9]*"), key=lambda f: int(f.name), reverse=True):
        control = Path("/usr/share/postgresql") / folder.name / "extension/postgis.control"
        if int(folder.name) >= 15 and control.exists() and (folder / "bin" / name).exists():
            return folder / "bin" / name
    raise CannotGoOn("PostgreSQL 15 or later with PostGIS is not installed.", "apt-get install postgresql-15-postgis-3")


def _as_server(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        check=False,
        capture_output=True,
        text=True,
        user=account(),
        group=account(),
        extra_groups=None if account() is None else [],
    )
