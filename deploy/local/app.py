"""The app's own processes and commands (应用进程): migrate, fill, serve, work."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.local.places import ROOT
from deploy.local.processes import Command
from deploy.local.python_env import bin_of
from deploy.local.steps import CannotGoOn, watched

HOST = "127.0.0.1"


@dataclass(frozen=True)
class App:
    """The app with one set of variables; its logs go to `logs`."""

    environment: Mapping[str, str]
    port: int
    logs: Path

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def having(self, **variables: str) -> App:
        """The same app with these variables too."""
        return replace(self, environment={**self.environment, **variables})

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
        words = [
            "--worker-class",
            "gthread",
            "--workers",
            "2",
            "--threads",
            "8",
            "--graceful-timeout",
            "10",
            "--preload",
        ]
        words += ["--no-control-socket"]  # its default place is one for all servers of a person
        words += ["--bind", f"{HOST}:{self.port}", "--access-logfile", "-", "wsgi:app"]
        return self._command("web server", [str(bin_of("gunicorn")), *words], "web.log")

    def worker(self) -> Command:
        return self._command("worker", [str(bin_of("python")), "-m", "workers.run"], "worker.log")

    def answers(self) -> bool:
        """The web server is there and reaches its database."""
        try:
            with urllib.request.urlopen(f"{self.address}/api/v1/health", timeout=5):  # noqa: S310 (our own http address)
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


def free_port(port: int) -> None:
    """Refuse early when somebody else listens there."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError as taken:
            raise CannotGoOn(
                f"Port {port} cannot be used: {taken.strerror}.", f"choose another: PORT={port + 1} ./dev run"
            ) from taken
