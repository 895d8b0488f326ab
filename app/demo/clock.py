"""Clock (时钟): the owner's hand on the time; only outside production, and always given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, NullPool, create_engine


class Clock:
    """Sets `xz_now()` for everybody: what the app's own role can never do (decision 17)."""

    def __init__(self, wire: Connection) -> None:
        self._wire = wire

    def set_to(self, at: datetime) -> None:
        self._wire.exec_driver_sql("UPDATE xz_clock SET frozen = %s", (at,))

    def give_back(self) -> None:
        """Running, offset 0: what production always has."""
        self._wire.exec_driver_sql("UPDATE xz_clock SET frozen = NULL, ahead = '0'")


@contextmanager
def borrowed_clock(migration_url: str) -> Iterator[Clock]:
    """The real time is given back at the end, also of a failure; and at the start, if one was killed before."""
    engine = create_engine(migration_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as wire:
        wire.exec_driver_sql("SET synchronous_commit = off")  # a clock need not outlive a power cut
        clock = Clock(wire)
        clock.give_back()
        try:
            yield clock
        finally:
            clock.give_back()
