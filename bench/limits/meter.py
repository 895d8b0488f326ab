"""What a stretch of work cost (计量): processor time of processes, statements in the server's log, bytes of WAL."""

import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

from deploy.local.cluster import APP, Cluster

STATEMENT = re.compile(rf"^{APP} LOG:  (?:statement|execute [^:]*): *(\w+)", re.MULTILINE)
BOUNDS = {"BEGIN", "COMMIT", "ROLLBACK"}
TICKS = os.sysconf("SC_CLK_TCK")


def workers_of(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes so far."""
    rows = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(row[11]) + int(row[12]) for row in rows) / TICKS


def wal_bytes(cluster: Cluster) -> int:
    return int(cluster.ask("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"))


class StatementLog:
    """Every statement the app's role sends while this is open, counted in the server's own log."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.verbs: list[str] = []

    def __enter__(self) -> "StatementLog":
        self._set("log_line_prefix = '%u '", "log_statement = 'all'")
        self._from = self._file.stat().st_size
        return self

    def __exit__(self, *_error: object) -> None:
        with self._file.open("rb") as file:
            file.seek(self._from)
            self.verbs = STATEMENT.findall(file.read().decode(errors="replace"))
        self._set("log_statement = 'none'")

    @property
    def statements(self) -> int:
        return sum(verb.upper() not in BOUNDS for verb in self.verbs)

    @property
    def commits(self) -> int:
        return sum(verb.upper() == "COMMIT" for verb in self.verbs)

    @property
    def _file(self) -> Path:
        return self.cluster.command().log

    def _set(self, *settings: str) -> None:
        for setting in settings:
            self.cluster.ask(f"ALTER SYSTEM SET {setting}")
        self.cluster.ask("SELECT pg_reload_conf()")
        time.sleep(0.5)  # running sessions read it before their next command
