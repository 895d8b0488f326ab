"""The app's own processes and commands (应用进程): migrate, fill, serve, work."""

from __future__ import annotations

import os
import socket
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.local.certificates import Certificates
from deploy.local.places import ROOT
from deploy.local.processes import Command
from deploy.local.python_env import bin_of
from deploy.local.steps import CannotGoOn, watched

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 (the local network, when asked for)


@dataclass(frozen=True)
class App:
    """The app with one set of variables; its logs go to `logs`."""

    environment: Mapping[str, str]
    port: int
    logs: Path
    host: str = HOST
    certificates: Certificates | None = None  # with them it is served over HTTPS

    @property
    def address(self) -> str:
        """As this machine itself reaches it."""
        return f"{'https' if self.certificates else 'http'}://{HOST}:{self.port}"

    def having(self, **variables: str) -> App:
        """The same app with these variables too."""
        return replace(self, environment={**self.environment, **variables})

    def over_tls(self, certificates: Certificates, host: str = HOST) -> App:
        """The same app over HTTPS, by default for this machine alone."""
        return replace(self.having(PRIVATE_CERTIFICATE="1"), host=host, certificates=certificates)

    def migrate(self) -> None:
        self._finish("alembic", "upgrade", "head")

    def fill_defaults(self) -> None:
        self._finish("flask", "defaults")

    def fill_demo(self) -> None:
        self._finish("flask", "demo")

    def untouched(self) -> bool:
        """No migration has run on this database yet."""
        return not self._finish("alembic", "current").strip()

    def web(self) -> Command:
        words = ["--worker-class", "gthread", "--workers", "2", "--threads", "32", "--graceful-timeout", "10"]
        words += ["--keep-alive", "75"]  # a phone far away would else send into a connection that was just closed
        words += ["--preload", "--no-control-socket"]  # its default place is one for all servers of a person
        words += ["--bind", f"{self.host}:{self.port}", "--access-logfile", "-"]
        argv = [str(bin_of("gunicorn")), *words, *self._tls(), "wsgi:app"]
        return self._command("web server", argv, "web.log")

    def _tls(self) -> list[str]:
        if self.certificates is None:
            return []
        return ["--certfile", str(self.certificates.chain), "--keyfile", str(self.certificates.key)]

    def worker(self) -> Command:
        return self._command("worker", [str(bin_of("python")), "-m", "workers.run"], "worker.log")

    def answers(self) -> bool:
        """The web server is there and reaches its database."""
        trusting = self.certificates.trusting() if self.certificates else None
        try:
            with urllib.request.urlopen(f"{self.address}/api/v1/health", timeout=5, context=trusting):  # noqa: S310 (our own address)
                return True
        except OSError:
            return False

    def _command(self, name: str, argv: list[str], log: str) -> Command:
        return Command(name, argv, log=self.logs / log, folder=ROOT, environment=self.environment)

    def _finish(self, program: str, *words: str) -> str:
        done = watched([str(bin_of(program)), *words], folder=ROOT, environment=self.environment)
        if done.code:
            raise CannotGoOn(
                f"{program} {' '.join(words)} failed: {done.last_words}",
                "the lines above say why; nothing was served, and the data stays as it was",
            )
        return done.last_words


def given_port(name: str, otherwise: int) -> int:
    """The port that this variable names."""
    given = os.environ.get(name, str(otherwise))
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise CannotGoOn(
            f"{name}={given} is not a port.", f"give a number from 1 to 65535, for instance {name}={otherwise + 1}"
        )
    return int(given)


def free_port(port: int, host: str = HOST, name: str = "PORT") -> None:
    """Refuse early when somebody else listens there."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as taken:
            raise CannotGoOn(
                f"Port {port} cannot be used: {taken.strerror}.", f"choose another: {name}={port + 1} ./dev run"
            ) from taken
