"""One side of a comparison (一方): a web server of the same shape, four phones, and what each round of work cost."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.limits.meter import cpu_seconds, workers_of
from bench.limits.wire import Phone, Task, drive
from deploy.local.app import App
from deploy.local.processes import Child, Command


@dataclass(frozen=True)
class Ran:
    """One round: requests (or records) per second of all clients, and processor milliseconds of the workers for each."""

    rate: float
    cpu: float


@dataclass
class Side:
    app: App
    child: Child
    pool: ProcessPoolExecutor
    phones: list[Phone]
    ran: dict[str, list[Ran]] = field(default_factory=dict)

    def round(self, work: str, seconds: float) -> None:
        """The phones are spread evenly over the workers."""
        workers = workers_of(self.child.pid)
        before = cpu_seconds(workers)
        tasks = [
            Task(work, phone, self.app.port, workers[place % len(workers)], seconds)
            for place, phone in enumerate(self.phones)
        ]
        did = list(self.pool.map(drive, tasks))
        cpu = cpu_seconds(workers) - before
        rate = sum(done / passed for done, passed in did)
        self.ran.setdefault(work, []).append(Ran(rate, 1000 * cpu / sum(done for done, _ in did)))
        self._clear()

    def some(self, work: str, often: int) -> None:
        """Exactly so many, one after the other."""
        worker = workers_of(self.child.pid)[0]
        self.pool.submit(drive, Task(work, self.phones[0], self.app.port, worker, most=often)).result()

    def _clear(self) -> None:
        """A round of photos leaves gigabytes."""
        for folder, _, names in os.walk(self.app.environment["PHOTO_STORE"]):
            for name in names:
                Path(folder, name).unlink()


def minimal(app: App, port: int) -> tuple[App, Command]:
    """The same command line, another application."""
    photos = app.logs / "bare-photos"
    photos.mkdir()
    bare = replace(app.having(PHOTO_STORE=str(photos)), port=port)
    command = bare.web()
    assert command.argv[-1] == "wsgi:app"
    return bare, replace(command, argv=[*command.argv[:-1], "bench.limits.minimal:app"], log=app.logs / "minimal.log")
