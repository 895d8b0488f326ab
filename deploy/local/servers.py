"""The servers behind the app (数据库与队列): our private ones, or the real ones that the surroundings name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.local.cluster import APP, OWNER, Cluster
from deploy.local.places import private_folder
from deploy.local.processes import Family
from deploy.local.redis import Redis
from deploy.local.steps import CannotGoOn, step

DATABASE = "xunzhen"
# The folders that hold data, of those below the data folder.
PARTS = ("postgresql", "redis", "photos")


@dataclass(frozen=True)
class Given:
    """What the surroundings name instead of our own servers."""

    database: bool
    queue: bool
    photos: bool

    @classmethod
    def from_environment(cls) -> Given:
        named = {
            name: bool(os.environ.get(name)) for name in ("DATABASE_URL", "MIGRATION_URL", "REDIS_URL", "PHOTO_STORE")
        }
        if named["DATABASE_URL"] != named["MIGRATION_URL"]:
            raise CannotGoOn(
                "Only one of DATABASE_URL and MIGRATION_URL is given.",
                "give both: the role that serves the app, and the role that owns the tables",
            )
        return cls(named["DATABASE_URL"], named["REDIS_URL"], named["PHOTO_STORE"])


def start(given: Given, folder: Path, family: Family) -> dict[str, str]:
    """Start the servers that were not given, and return the addresses of ours."""
    addresses: dict[str, str] = {}
    if not given.database:
        addresses |= _start_database(Cluster(folder), family)
    if not given.queue:
        addresses |= _start_queue(Redis(folder), family)
    if not given.photos:
        addresses["PHOTO_STORE"] = str(private_folder(folder / "photos", None))
    if not os.environ.get("HEADS_TO"):  # beside the data is not outside yet, but there to be copied
        addresses["HEADS_TO"] = str(private_folder(folder / "heads", None))
    return addresses


def _start_database(cluster: Cluster, family: Family) -> dict[str, str]:
    with step("database (PostgreSQL + PostGIS)"):
        cluster.prepare()
        family.start(cluster.command()).wait_until(cluster.ready)
        cluster.provide(DATABASE)
    return {"DATABASE_URL": cluster.url(APP, DATABASE), "MIGRATION_URL": cluster.url(OWNER, DATABASE)}


def _start_queue(redis: Redis, family: Family) -> dict[str, str]:
    with step("queue (Redis)"):
        redis.prepare()
        family.start(redis.command()).wait_until(redis.ready)
    return {"REDIS_URL": redis.url}
