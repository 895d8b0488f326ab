"""Dates (日期): how moments, days and months are said on a page, always in China's time."""

from datetime import date, datetime

from flask import Flask, current_app

from app.db import now
from app.domain.calendar import SHANGHAI, local_day
from app.domain.deadline import printed
from app.texts import say


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        moment=moment, day=day, deadline=deadline, month=month, printed=printed, printed_day=printed_day
    )


def moment(at: datetime) -> str:
    """11月18日 10:00; another year is named."""
    return _say("moment", day=day(local_day(at)), clock=_clock(at))


def day(on: date) -> str:
    words = {"day": on.day, "month": f"month.{on.month}"}
    if on.year == local_day(now()).year:
        return _say("day", **words)
    return _say("day_of_year", year=on.year, **words)


def whole_day(on: date) -> str:
    """With its year, whichever: what is copied is read in another year."""
    return _say("day_of_year", year=on.year, day=on.day, month=f"month.{on.month}")


def deadline(due_at: datetime) -> str:
    """A deadline is half-open, so it is always said with 前."""
    if local_day(due_at) == local_day(now()):
        return _say("before", at=_say("today", clock=_clock(due_at)))
    return _say("before", at=moment(due_at))


def month(first: date) -> str:
    return _say("month", year=first.year, month=f"month.{first.month}")


def printed_day(at: datetime) -> str:
    """On the paper, in the form of official documents."""
    on = local_day(at)
    return f"{on.year}年{on.month}月{on.day}日"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def _say(key: str, **params: object) -> str:
    return say(f"d.time.{key}", current_app.config["LANGUAGE"], **params)
