"""The driver's other end (驱动): a process that is one phone, asked a line at a time, killed and opened again."""

from __future__ import annotations

import json
import signal
import subprocess
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from deploy.local import front_end

PATIENCE = 180.0  # a step of a second takes a minute beside three busy programs on two cores


class Died(Exception):
    """The phone was killed before it answered: nobody knows what it had done."""


class Silent(Exception):
    """The phone gave no answer in all that time."""


class Threw(Exception):
    """The phone's program threw: a finding of its own."""


@dataclass
class Driver:
    """One phone. Its folder is its disk and outlives the process."""

    program: Path
    folder: Path
    address: str
    process: subprocess.Popen[str] | None = None
    _asked: dict[int, Future[Any]] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _listener: Thread | None = None
    _lock: Lock = field(default_factory=Lock)

    def open(self, ahead: int) -> None:
        """Start the app on what the disk holds, again where a late kill meets it as it opens."""
        while not self.alive:
            if self.fell:
                raise Threw((self.folder / "log").read_text()[-500:])
            with suppress(Died):  # killed as it opened: the loop opens it again
                self._open(ahead)

    def _open(self, ahead: int) -> None:
        self.folder.mkdir(exist_ok=True)
        words = ["node", str(self.program), str(self.folder), self.address, str(ahead)]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=front_end.environment(),
            )
        opened: Future[Any] = Future()
        self._asked = {0: opened}
        self._listener = Thread(target=self._listen, args=(self.process, self._asked), daemon=True)
        self._listener.start()
        opened.result(PATIENCE)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL, whatever it is doing."""
        if self.process is not None:
            self.process.kill()

    @property
    def fell(self) -> bool:
        """It ended, and not by our hand."""
        return self.process is not None and self.process.poll() not in (None, -signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        if self._listener is not None:
            self._listener.join()

    def ask(self, do: str, **words: Any) -> Any:
        try:
            return self.tell(do, **words).result(PATIENCE)
        except TimeoutError as waited:
            raise Silent(do) from waited

    def tell(self, do: str, **words: Any) -> Future[Any]:
        """Begin it, and do not wait."""
        told: Future[Any] = Future()
        with self._lock:
            number = next(self._numbers)
            self._asked[number] = told
            try:
                self._say({"id": number, "do": do, **words})
            except (OSError, ValueError):  # its end of the line is broken, or closed already
                self._asked.pop(number, None)
                told.set_exception(Died())
        return told

    def _say(self, command: dict[str, Any]) -> None:
        if self.process is None or self.process.stdin is None or not self.alive:
            raise BrokenPipeError
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def _listen(self, process: subprocess.Popen[str], asked: dict[int, Future[Any]]) -> None:
        for line in process.stdout or ():
            told = json.loads(line)
            waits = asked.pop(told["id"])
            if "error" in told:
                waits.set_exception(Threw(told["error"]))
            else:
                waits.set_result(told["ok"])
        process.wait()
        with self._lock:
            left = list(asked.values())
            asked.clear()
            for end in (process.stdin, process.stdout):
                with suppress(OSError):  # the other end is gone already
                    end.close()  # type: ignore[union-attr]  # both are pipes
        for waits in left:
            waits.set_exception(Died())
