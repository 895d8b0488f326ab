"""Command that packs (flask pack): the evidence pack of an order or of a town's month, written into a file."""

import shutil
from pathlib import Path

import click
from sqlalchemy import select

from app.actions.pack import Subject, of_month, of_order
from app.db import db, looking_as, now
from app.domain.calendar import Month
from app.domain.people import SYSTEM, RegionLevel
from app.domain.problems import Problem
from app.models import Account, Order, Region
from app.pack.made import made


@click.command("pack")
@click.argument("login")
@click.argument("subject")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--month", help="2026-10: the subject is a town's name; without it, an order's number")
def pack(login: str, subject: str, file: Path, month: str | None) -> None:
    """Write the evidence pack of SUBJECT into FILE, with what the account LOGIN may see and nothing else."""
    with looking_as(SYSTEM):
        account = db.session.scalars(select(Account).where(Account.login == login)).one_or_none()
        if account is None:
            raise click.ClickException(f"there is no account {login}")
        viewer = account.viewer
        found = _month_of(subject, month, account) if month else _order(subject, account)
        try:
            content, result = made(found, viewer, now())
        except Problem as refused:
            raise click.ClickException(f"{login} sees no {subject}") from refused
    with content, file.open("wb") as to:
        shutil.copyfileobj(content, to)
    click.echo(f"{file}: {result.size:,} bytes, {result.photos} photos, manifest {result.manifest_sha256}")


def _order(number: str, account: Account) -> Subject:
    issued = select(Order).where(Order.county_id == account.county_id, Order.issued_at.is_not(None))
    for order in db.session.scalars(issued):
        if order.number == number:
            return of_order(order)
    raise click.ClickException(f"there is no order {number}")


def _month_of(name: str, month: str, account: Account) -> Subject:
    of_county = (Region.county_id == account.county_id, Region.level == RegionLevel.TOWN)
    towns = select(Region).where(Region.name == name, *of_county)
    found = db.session.scalars(towns).all()
    if len(found) != 1:
        raise click.ClickException(f"{len(found)} towns are called {name}")
    return of_month(found[0], Month.parse(month).first_day)
