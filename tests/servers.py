"""The throw-away cluster of a test session (测试数据库), and databases cloned from a migrated template."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.app import App
from deploy.local.cluster import APP, HASTY, OWNER, Cluster
from deploy.local.processes import Family

TEMPLATE = "xz_template"
PASSWORD = "a-password-for-tests-only"
LOWEST_PORT = 20000

_given: set[int] = set()


@dataclass
class Servers:
    """One PostgreSQL for a whole test session; its databases are clones of a migrated template."""

    folder: Path
    cluster: Cluster
    family: Family = field(default_factory=Family)
    _made: bool = False

    @classmethod
    def start(cls, *, durable: bool) -> Servers:
        folder = Path(tempfile.mkdtemp(prefix="xz-"))
        folder.chmod(0o711)  # the database account passes through
        servers = cls(folder, Cluster(folder, {} if durable else HASTY))
        servers.cluster.prepare()
        servers.family.start(servers.cluster.command()).wait_until(servers.cluster.ready)
        return servers

    def stop(self) -> None:
        self.family.stop()
        shutil.rmtree(self.folder)

    def clone_database(self, name: str) -> dict[str, str]:
        """A fresh database with tables and shipped facts, as the app's variables."""
        self._template()
        self.cluster.ask(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {OWNER}")
        return self._urls(name)

    def empty_database(self, name: str) -> dict[str, str]:
        """A database with PostGIS and nothing else, for tests of the migrations themselves."""
        self.cluster.provide(name)
        return self._urls(name)

    def drop_database(self, name: str) -> None:
        self.cluster.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def _urls(self, name: str) -> dict[str, str]:
        return {"DATABASE_URL": self.cluster.url(APP, name), "MIGRATION_URL": self.cluster.url(OWNER, name)}

    def _template(self) -> None:
        if self._made:
            return
        self.cluster.provide(TEMPLATE)
        self.cluster.ask(f"GRANT {APP} TO {OWNER}")  # small tests move the clock and act as the app in one transaction
        maker = App(surroundings(self._urls(TEMPLATE), self.folder), 0, self.folder)
        maker.migrate()
        maker.fill_defaults()
        self._made = True


def surroundings(named: dict[str, str], folder: Path) -> dict[str, str]:
    """The variables of an app under test."""
    photos = folder / "photos"
    photos.mkdir(exist_ok=True)
    return {
        **os.environ,
        "XUNZHEN_MODE": "test",
        "SECRET_KEY": "a-secret-for-tests-only, long enough",
        "DEMO_PASSWORD": PASSWORD,
        "FLASK_APP": "wsgi",
        "PHOTO_STORE": str(photos),
        "REDIS_URL": "unix:///nowhere",
        **named,
    }


def free_port() -> int:
    """A port nobody listens on; below the ephemeral range, so that no outgoing connection takes it meanwhile."""
    for port in range(LOWEST_PORT + os.getpid() % 9000, 32000):
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if door.connect_ex(("127.0.0.1", port)) != 0 and port not in _given:
                _given.add(port)
                return port
    raise RuntimeError("no free port between 20000 and 32000")
