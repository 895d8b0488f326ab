"""Queue (响铃): after commit, rings the workers for rows of `due`. Losing Redis loses nothing: a sweep finds them."""

import logging
from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.queue import EnqueueData

from app.db import bells_to_ring

log = logging.getLogger(__name__)
NAME = "xunzhen"
RUNG = f"{NAME}:bells"  # how many there have been; two bells of one job and key are two all the same

Bell = tuple[str, str]  # a job and its key


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


def ring_for(bells: Iterable[Bell]) -> None:
    try:
        address: str = current_app.config["REDIS_URL"]
        queue = bell(address)
        every = list(bells)
        last = redis(address).incr(RUNG, len(every))
        queue.enqueue_many([_job(each, n) for n, each in enumerate(every, last - len(every) + 1)])
    except RedisError as error:
        log.warning("the bell is out of order (%s); the sweep will find what was not rung", type(error).__name__)


def _job(each: Bell, n: int) -> EnqueueData:
    return Queue.prepare_data("workers.run.job", each, job_id=f"{_mark(each)}-{n}", result_ttl=60, failure_ttl=86_400)


def unheard(bells: Iterable[Bell]) -> list[Bell]:
    """Those that nobody was rung for, or whose bell is lost: what waits in the queue is not rung again."""
    waiting = {name.partition("-")[0] for name in bell(current_app.config["REDIS_URL"]).get_job_ids()}
    return [each for each in dict.fromkeys(bells) if _mark(each) not in waiting]


def _mark(each: Bell) -> str:
    """By letters that RQ takes for a name."""
    return sha256("\n".join(each).encode()).hexdigest()[:32]
