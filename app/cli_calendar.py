"""`flask calendar`: a year's holiday arrangement from a file."""

import csv
from datetime import date
from pathlib import Path

import click
from sqlalchemy import select

from app import queue
from app.actions.arrangement import arrange
from app.db import db, looking_as, now
from app.domain.arrangement import Arranged
from app.domain.people import SYSTEM
from app.domain.problems import Problem
from app.models import Region
from app.texts import say

PROVINCE = "330000000000"
KINDS = {"off": False, "make_up": True}


@click.command("calendar")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", default=PROVINCE, show_default=True, help="12-digit code; what is below inherits it")
def calendar(file: Path, region: str) -> None:
    """Take in one year: a CSV of day (2027-01-01), kind (off, make_up) and holiday. Open deadlines may get longer by it."""
    with looking_as(SYSTEM):
        row = db.session.scalars(select(Region).where(Region.code == region)).one_or_none()
        if row is None:
            raise click.ClickException(f"no region {region}")
        try:
            year = arrange(row, _days(file), SYSTEM, now())
        except Problem as problem:
            raise click.ClickException(say(f"p.{problem.code}", "zh", **problem.params)) from problem
        db.session.commit()
    queue.ring()
    click.echo(f"{year}")


def _days(file: Path) -> list[Arranged]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        try:
            rows = csv.DictReader(lines)
            return [Arranged(date.fromisoformat(it["day"]), KINDS[it["kind"]], it["holiday"]) for it in rows]
        except (KeyError, ValueError) as error:
            raise click.ClickException(f"not day,kind,holiday: {error}") from error
