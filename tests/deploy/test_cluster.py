"""The private cluster and Redis: on sockets only, kept between starts, with the two roles apart."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis as client

from deploy.local.cluster import APP, HASTY, OWNER, Cluster, start
from deploy.local.processes import Family
from deploy.local.redis import Redis
from tests.servers import Servers


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xz-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_data_is_there_after_a_second_start(folder: Path) -> None:
    cluster = Cluster(folder, HASTY)
    first = start(cluster)
    cluster.provide("kept")
    cluster.ask("CREATE TABLE line (word text); INSERT INTO line VALUES ('梅城镇')", "kept")
    first.stop()
    second = start(cluster)
    assert cluster.ask("SELECT word FROM line", "kept") == "梅城镇"
    second.stop()


def test_a_server_left_over_from_a_crash_is_ended_first(folder: Path) -> None:
    cluster = Cluster(folder, HASTY)
    left_over = start(cluster)
    second = start(cluster)
    assert (left_over.process.wait(5), cluster.ready()) == (0, True)
    second.stop()


def test_nothing_listens_on_tcp(servers: Servers) -> None:
    assert servers.cluster.ask("SHOW listen_addresses") == ""


def test_the_app_role_makes_no_tables(servers: Servers) -> None:
    servers.empty_database("bare")
    asked = psycopg.connect(host=str(servers.cluster.sockets), user=APP, dbname="bare")
    with asked, pytest.raises(psycopg.errors.InsufficientPrivilege):
        asked.execute("CREATE TABLE public.sneaked (word text)")
    servers.drop_database("bare")


def test_the_owner_role_owns_the_database_without_being_superuser(servers: Servers) -> None:
    servers.empty_database("owned")
    asked = f"SELECT rolsuper FROM pg_database d JOIN pg_roles r ON r.oid = datdba WHERE datname = 'owned' AND rolname = '{OWNER}'"  # noqa: S608
    assert servers.cluster.ask(asked) == "f"
    servers.drop_database("owned")


def test_redis_keeps_its_queue_over_a_crash(folder: Path) -> None:
    redis, family = Redis(folder), Family()
    redis.prepare()
    first = family.start(redis.command()).wait_until(redis.ready)
    said(redis, "SET kept 1", "CONFIG SET appendfsync always", "SET kept 2")
    first.kill()
    family.start(redis.command()).wait_until(redis.ready)
    assert said(redis, "GET kept").splitlines() == ["2"]
    family.stop()


def said(redis: Redis, *commands: str) -> str:
    with client.Redis.from_url(redis.url, decode_responses=True) as wire:
        return "\n".join(str(wire.execute_command(*command.split())) for command in commands)
