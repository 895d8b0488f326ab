"""Months as the clerk names them: "2026-11", by the clocks in China."""

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def month_of(moment):
    return moment.astimezone(CHINA).strftime("%Y-%m")


def first_moment(month):
    year, number = month.split("-")
    return datetime(int(year), int(number), 1, tzinfo=CHINA)


def next_month(month):
    return month_of(first_moment(month) + timedelta(days=32))
