"""The whole app on real processes (全套进程), with the ways to hurt it: stories run on this."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.local.app import App
from deploy.local.places import ROOT
from deploy.local.processes import Child, Command, Family
from deploy.local.redis import Redis
from tests.servers import Servers, free_port, surroundings


class Stack:
    """The whole app on real processes: database, Redis, photo folder, gunicorn on a port of its own, worker."""

    def __init__(self, servers: Servers, name: str) -> None:
        self.servers = servers
        self.name = name
        self.folder = servers.folder / name
        self.folder.mkdir(mode=0o711)
        self.redis = Redis(self.folder)
        named = {**servers.clone_database(name), "REDIS_URL": self.redis.url}
        self.app = App(surroundings(named, self.folder), free_port(), self.folder)
        self._family = Family()
        self._children: dict[str, Child] = {}

    @property
    def environment(self) -> dict[str, str]:
        """The app's variables, for a test that opens its own engine or runs a flask command."""
        return dict(self.app.environment)

    @property
    def address(self) -> str:
        return self.app.address

    def start(self) -> Stack:
        self.start_redis()
        self.start_worker()  # comes up beside the web server
        self.start_web()
        return self

    def stop(self) -> None:
        self._family.stop()
        self.servers.drop_database(self.name)

    def start_web(self) -> None:
        """Serve again, at the same port as before."""
        self._start("web", self.app.web()).wait_until(self.app.answers)

    def stop_web(self) -> None:
        """From here on the port refuses."""
        self._children["web"].stop()

    def start_worker(self) -> None:
        self._start("worker", self.app.worker())

    @property
    def worker_pid(self) -> int:
        return self._children["worker"].pid

    def worker_log(self) -> str:
        """All that the worker and its work-horses have said."""
        return self._children["worker"].command.log.read_text(errors="replace")

    def stop_worker(self) -> None:
        self._children["worker"].stop()

    def kill_web_workers(self) -> None:
        """SIGKILL to the processes that answer; their parent starts new ones."""
        for child in self.web_workers():
            with suppress(ProcessLookupError):  # ended by itself meanwhile
                os.kill(child, signal.SIGKILL)

    def kill_worker(self) -> None:
        """SIGKILL to the worker and to a work-horse in the middle of its job."""
        worker = self._children["worker"]
        horses = self.work_horses()
        os.killpg(worker.pid, signal.SIGKILL)
        for horse in horses:
            os.kill(horse, signal.SIGKILL)
        worker.process.wait()

    def kill_work_horse(self, seconds: float = 30) -> None:
        """SIGKILL to the process that is at a job, as soon as there is one."""
        deadline = time.monotonic() + seconds
        while not (horses := self.work_horses()):
            assert time.monotonic() < deadline, f"no job was begun within {seconds} s"
            time.sleep(0.005)
        os.kill(horses[0], signal.SIGKILL)

    def work_horses(self) -> list[int]:
        """The processes that are at a job just now: each leads a process group of its own."""
        return [child for child in self._children_of("worker") if os.getpgid(child) == child]

    def web_workers(self) -> list[int]:
        """The processes that answer."""
        return self._children_of("web")

    def _children_of(self, part: str) -> list[int]:
        parent = self._children[part].pid
        return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]

    def start_redis(self) -> None:
        self.redis.prepare()
        self._start("redis", self.redis.command()).wait_until(self.redis.ready)

    def kill_redis(self) -> None:
        """SIGKILL: what the append-only file holds comes back with the next start, the rest does not."""
        self._children["redis"].kill()

    def flush_redis(self) -> None:
        """Everything in Redis is gone, jobs and counters alike."""
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(str(self.redis.socket))
            wire.sendall(b"FLUSHALL\r\n")
            assert wire.recv(16) == b"+OK\r\n"

    def proxy(self, only: str = "/api/") -> CuttingProxy:
        """A proxy before the web server that loses answers; its address is the phone's."""
        proxy = CuttingProxy(self.folder, free_port(), only)
        self._start("proxy", proxy.command(self.app.port)).wait_until(proxy.ready)
        return proxy

    def beside(self, part: str, command: Command) -> Child:
        """One more process of this stack: it ends with it."""
        return self._start(part, command)

    def ask(self, sql: str) -> str:
        """What the database holds, past all rules: as the superuser, by psql (rows as lines, columns by |)."""
        return self.servers.cluster.ask(sql, self.name)

    def last_words(self) -> list[tuple[str, str]]:
        """The end of each process's log."""
        return [(name, child.last_words()) for name, child in self._children.items()]

    def _start(self, part: str, command: Command) -> Child:
        self._children[part] = self._family.start(command)
        return self._children[part]


@dataclass(frozen=True)
class CuttingProxy:
    """The test's side of tests/cutting_proxy.py."""

    folder: Path
    port: int
    only: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self, *, wanted: bool) -> None:
        """From now on each request loses its first answer, or none does."""
        if wanted:
            self._flag.touch()
        else:
            self._flag.unlink(missing_ok=True)

    def answers(self) -> list[dict[str, object]]:
        """Every answer that came from the server: method, path, status, cut."""
        lines = self._record.read_text().splitlines() if self._record.exists() else []
        return [json.loads(line) for line in lines]

    def command(self, upstream: int) -> Command:
        words = ["--port", str(self.port), "--upstream", str(upstream), "--only", self.only]
        words += ["--flag", str(self._flag), "--record", str(self._record)]
        argv = [sys.executable, "-m", "tests.cutting_proxy", *words]
        return Command("cutting proxy", argv, log=self.folder / "proxy.log", folder=ROOT)

    def ready(self) -> bool:
        with socket.socket() as wire:
            return wire.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def _flag(self) -> Path:
        return self.folder / "cut-now"

    @property
    def _record(self) -> Path:
        return self.folder / "answers.jsonl"
