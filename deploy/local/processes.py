"""Child processes (子进程): started apart from the terminal, watched until ready, ended in reverse order."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.steps import CannotGoOn

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Command:
    """One program to run: its arguments, and where and as whom it runs."""

    name: str
    argv: Sequence[str]
    log: Path
    folder: Path
    environment: Mapping[str, str] | None = None
    account: str | None = None
    program: str | None = None  # the file to execute, when it is not argv[0]
    farewell: signal.Signals = signal.SIGTERM


class Child:
    """A started command."""

    def __init__(self, command: Command) -> None:
        self.command = command
        with os.fdopen(os.open(command.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)) as log:
            self.process = subprocess.Popen(
                list(command.argv),
                executable=command.program,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=command.folder,
                env=None if command.environment is None else dict(command.environment),
                # Its own session: Ctrl-C reaches only the parent, which then ends the children in order.
                start_new_session=True,
                preexec_fn=lambda: _die_with_parent(command.farewell),  # noqa: PLW1509 (one call into libc)
                user=command.account,
                group=command.account,
                extra_groups=None if command.account is None else [],
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def running(self) -> bool:
        return self.process.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float = 90) -> Child:
        """Return when `ready` says so; a child that died or dawdles is a refusal that shows its last words."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running():
                raise CannotGoOn(f"{self.command.name} ended at once.", self.last_words())
            if time.monotonic() > deadline:
                raise CannotGoOn(f"{self.command.name} was not ready after {seconds:.0f} s.", self.last_words())
            time.sleep(0.02)
        return self

    def stop(self, patience: float = 20) -> None:
        """Ask once, wait, then end it together with everything it started."""
        if self.running():
            self.process.send_signal(self.command.farewell)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(self.pid, signal.SIGKILL)
                self.process.wait()

    def kill(self) -> None:
        """SIGKILL to the child alone, as a crash would do."""
        self.process.kill()
        self.process.wait()

    def last_words(self) -> str:
        lines = self.command.log.read_text(errors="replace").splitlines()[-12:]
        return "\n    ".join([f"its log {self.command.log} ends:", *lines])


class Family:
    """Children that end together, the last started first."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    def start(self, command: Command) -> Child:
        child = Child(command)
        self._children.append(child)
        return child

    def lost(self) -> Child | None:
        """The first child that ended by itself, if one did."""
        return next((child for child in self._children if not child.running()), None)

    def stop(self) -> None:
        while self._children:
            self._children.pop().stop()


def _die_with_parent(farewell: signal.Signals) -> None:
    # Runs between fork and exec: even a killed parent leaves no server behind.
    _LIBC.prctl(PR_SET_PDEATHSIG, farewell)
