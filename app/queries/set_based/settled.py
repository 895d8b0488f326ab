"""Settled (定了的时刻): up to when everything that arrived lies on the table, whoever is still writing."""

from datetime import datetime, timedelta

from sqlalchemy import DateTime, Interval, column, func, select, table, type_coerce

from app.db import db

LONGEST = timedelta(minutes=2)  # no request lives as long: what is open since longer only reads
activity = table(
    "pg_stat_activity", column("datname"), column("pid"), column("backend_type"), column("xact_start", DateTime(True))
).c
this_one = func.transaction_timestamp()
# A transaction's time is that of its beginning; a clock that is ahead of the wall (tests, demo) is so for all alike.
AHEAD = type_coerce(func.xz_now() - this_one, Interval)
OLDEST = select(func.min(activity.xact_start) + AHEAD).where(
    activity.datname == func.current_database(),
    activity.backend_type == "client backend",
    activity.pid != func.pg_backend_pid(),
    activity.xact_start.between(this_one - LONGEST, this_one),
)


def settled(at: datetime) -> datetime:
    """`at`, or the beginning of the oldest transaction that may still bring what it received before."""
    oldest = db.session.scalars(OLDEST).one()
    return at if oldest is None else min(at, oldest)
