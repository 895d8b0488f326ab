"""L2 (持久写入的极限): the same rows by pgbench, each set in one transaction of prepared statements."""

import re
import subprocess
import time
from pathlib import Path

from sqlalchemy import Table, create_engine

from bench.limits.rows import FRESH, Row, last_rows
from deploy.local.cluster import APP, Cluster, program

CLIENTS = 4
NUMBERS = ("operation", "spot", "finding", "photo", "digest")
BORN = {name: f"md5(:{name}::text)::uuid" for name in NUMBERS} | {
    "digest": "md5(:digest::text) || md5(:photo::text)",
    "event": "lpad(to_hex(:seq::bigint), 32, '0')::uuid",  # in the order of time, as the app's own
    "seq": ":seq",
}


def write_script(url: str, path: Path) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = last_rows(connection, as_text=True)
    engine.dispose()
    lines = [f"\\set {name} random(1, 9000000000000000000)" for name in NUMBERS]
    lines += [f"\\set n :n + {CLIENTS}", "\\set seq :n + :client_id", "BEGIN;"]
    lines += [_insert(table, row) for table, row in rows.items()]
    path.write_text("\n".join([*lines, "COMMIT;", ""]), encoding="utf-8")


def _insert(table: Table, row: Row) -> str:
    values = [BORN[FRESH[table][name]] if name in FRESH[table] else _literal(value) for name, value in row.items()]
    return f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({', '.join(values)});"  # noqa: S608 (the app's own row)


def _literal(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def run(cluster: Cluster, database: str, script: Path, *limits: str) -> float:
    """Transactions per second."""
    words = [str(program("pgbench")), "-n", "-M", "prepared", "-f", str(script), "-D", f"n={time.time_ns() // 1000}"]
    words += ["-h", str(cluster.sockets), "-U", APP, *limits, database]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    assert "number of failed transactions: 0 " in done.stdout, done.stdout + done.stderr
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])
