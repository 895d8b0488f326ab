"""Commands (flask …): import the shipped facts, make demo data, create the first administrators, print the workflows."""

import os
from datetime import datetime
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import cli_calendar, cli_pack, cli_verify, mermaid
from app.actions.account import Newcomer, create_account, hash_password
from app.actions.defaults import import_defaults
from app.actions.score import recompute
from app.actions.unit import NewUnit, found_unit
from app.config import Mode
from app.db import db, looking_as, now
from app.demo import make_demo
from app.domain import chance
from app.domain.calendar import Month
from app.domain.people import SYSTEM, RegionLevel, Role, UnitKind
from app.models import Region, RoundTown, Unit
from app.queries.by_id import one

ADMINISTRATORS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
account = AppGroup("account", help="Accounts and their administrators.")


def install(app: Flask) -> None:
    app.cli.add_command(account)
    app.cli.add_command(defaults)
    app.cli.add_command(demo)
    app.cli.add_command(rescore)
    app.cli.add_command(workflow)
    app.cli.add_command(cli_verify.head_key)
    app.cli.add_command(cli_verify.verify)
    app.cli.add_command(cli_pack.pack)
    app.cli.add_command(cli_calendar.calendar)


@click.command()
def defaults() -> None:
    """Import the shipped regions, checklist, scheme and calendar; again does nothing."""
    with looking_as(SYSTEM):
        towns = import_defaults(now())
        db.session.commit()
    click.echo(f"{towns} towns")


@click.command()
@click.option(
    "--picture-width", default=1200, show_default=True, help="of the drawn photos; smaller ones are made faster"
)
def demo(picture_width: int) -> None:
    """Make the demo data by actions under a moving clock (needs MIGRATION_URL and demo mode)."""
    if current_app.config["MODE"] == Mode.PRODUCTION:
        raise click.ClickException(
            "demo data is not made in production: set XUNZHEN_MODE=demo before the first migration"
        )
    given = os.environ.get("DEMO_PASSWORD")
    password = given or chance.new_password()
    click.echo(make_demo(os.environ["MIGRATION_URL"], password, picture_width))
    if not given:
        click.echo(f"password: {password}")


@click.command()
@click.option("--town", help="12-digit code of one town; without it, every town that a round ever went to")
@click.option("--month", help="such as 2026-10; without it, the running month")
def rescore(town: str | None, month: str | None) -> None:
    """Compute scores anew; what comes out the same is not stored again."""
    with looking_as(SYSTEM):
        wanted = Region.code == town if town else Region.id.in_(select(RoundTown.town_id))
        ids = db.session.scalars(select(Region.id).where(Region.level == RegionLevel.TOWN, wanted)).all()
        stored = sum(_rescore(town_id, month) for town_id in ids)
    click.echo(f"{len(ids)} towns, {stored} new scores")


def _rescore(town_id: UUID, month: str | None) -> int:
    """One town, one transaction."""
    at = now()
    new = recompute(one(Region, town_id), Month.parse(month) if month else Month.of(at), at)
    db.session.commit()
    return int(new is not None)


@click.command()
def workflow() -> None:
    """Print docs/workflows.md: who moves what from which state to which."""
    click.echo(mermaid.page(), nl=False)


@account.command("create")
@click.argument("login")
@click.option("--role", type=click.Choice([r.value for r in ADMINISTRATORS]), required=True)
@click.option("--county", required=True, help="12-digit code of the county")
def create(login: str, role: str, county: str) -> None:
    """Make an administrator with a one-time password that must be changed at the first sign-in."""
    password = chance.new_password()
    with looking_as(SYSTEM):
        region = db.session.scalars(select(Region).where(Region.code == county)).one()
        newcomer = Newcomer(login, login, Role(role), _office(region, now()), region.id, None)
        create_account(newcomer, hash_password(password), SYSTEM, now())
        db.session.commit()
    click.echo(f"{login} {password}")


def _office(region: Region, at: datetime) -> Unit:
    name = f"{region.name}系统管理办公室"
    unit = db.session.scalars(select(Unit).where(Unit.region_id == region.id, Unit.name == name)).one_or_none()
    return unit or found_unit(NewUnit(name, UnitKind.OFFICE, region), SYSTEM, at)
