"""`flask account create` (建管理员): the first administrators of a county, and the journal that tells of them."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Connection

from tests.make import COUNTY


def create(app: Flask, login: str, role: str) -> None:
    with app.app_context():  # as the flask program does
        words = ["account", "create", login, "--role", role, "--county", COUNTY]
        answer = app.test_cli_runner().invoke(args=words)
    assert answer.exit_code == 0, answer.output


def test_the_office_and_its_people_are_journaled_among_the_countys_accounts(app: Flask, wire: Connection) -> None:
    """The office once, however many administrators it has."""
    create(app, "first", "sysadmin")
    create(app, "second", "auditor")
    told = wire.exec_driver_sql(
        "SELECT j.act FROM journal j JOIN stream s ON s.id = j.stream_id JOIN region r ON r.id = s.county_id "
        "WHERE s.kind = 'accounts' AND r.code = %s ORDER BY j.seq",
        (COUNTY,),
    )
    assert told.scalars().all() == ["unit.found", "account.create", "account.create"]
