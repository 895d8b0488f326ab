"""Queue (响铃): after commit, rings the workers for rows of `due`. Losing Redis loses nothing: a sweep finds them."""

import logging
from functools import cache

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

from app.db import bells_to_ring

log = logging.getLogger(__name__)
NAME = "xunzhen"


@cache
def redis(url: str) -> "Redis[bytes]":
    return Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2)


def bell(url: str) -> Queue:
    return Queue(NAME, connection=redis(url))


def ring() -> None:
    """Enqueue what was noted, each job and key once. RQ knows a job by its dotted name only."""
    bells = bells_to_ring()
    if bells:
        ring_for(bells)


def ring_for(bells: list[tuple[str, str]]) -> None:
    try:
        queue = bell(current_app.config["REDIS_URL"])
        for job, key in bells:
            queue.enqueue("workers.run.job", job, key, result_ttl=60, failure_ttl=86_400)
    except RedisError as error:
        log.warning("the bell is out of order (%s); the sweep will find %d jobs", type(error).__name__, len(bells))
