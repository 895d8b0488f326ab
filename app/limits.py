"""Limits (频率限制): how often one address may try; without Redis they fall back to this process's memory."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, default_limits=[])


def storage(redis_url: str) -> str:
    """The same Redis in the words of the limits library: a unix socket has a scheme of its own there."""
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url
