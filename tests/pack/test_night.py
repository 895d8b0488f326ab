"""Packs at night (夜里的证据包): a changed or lost file is named and closed; its owner makes another, the old one stays to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Journal
from app.storage import photo_store
from tests.desk import Desk
from tests.pack.conftest import Packed
from tests.pack.test_desk import Clock, asked, work
from tests.workers.test_integrity import flip, night
from workers.pack import forget, make

AT = datetime(2026, 11, 12, 20, 10, tzinfo=UTC)  # 13 November, 04:10 in China


@pytest.fixture
def address(app: Flask, packed: Packed) -> str:
    address = asked(Desk(app, "supervisor"), packed)
    work(packed, make)
    return address


@pytest.fixture
def file(packed: Packed, address: str) -> Path:
    with packed.look(SYSTEM):
        return photo_store().spool.parent / "packs" / f"{address.rpartition('/')[2]}.zip"


def test_a_whole_pack_is_looked_at_and_left(app: Flask, packed: Packed, address: str, clock: Clock) -> None:
    clock(AT)
    check = night(packed.look, AT)
    assert (check.looked["packs"], [it for it in check.codes if it.startswith("pack")]) == (1, [])
    assert Desk(app, "supervisor").get(f"{address}/file").status_code == 200


@pytest.mark.parametrize(("hurt", "code"), [(flip, "pack_changed"), (Path.unlink, "pack_lost")])
def test_a_pack_that_is_not_what_was_made_is_named_and_closed(
    packed: Packed, file: Path, clock: Clock, hurt: Callable[[Path], None], code: str
) -> None:
    clock(AT)
    hurt(file)
    check = night(packed.look, AT)
    assert check.codes[code] == 1
    with packed.look(SYSTEM):
        broken = db.session.scalars(select(Journal).where(Journal.act == "pack.break")).one()
        assert broken.body["trouble"] == code
    assert night(packed.look, AT + timedelta(days=1)).codes.get(code) is None  # told once


def test_who_asked_for_it_cannot_take_it_and_makes_another(
    app: Flask, packed: Packed, address: str, file: Path, clock: Clock
) -> None:
    clock(AT)
    flip(file)
    night(packed.look, AT)
    desk = Desk(app, "supervisor")
    assert desk.get(f"{address}/file").status_code == 404
    page = desk.open(address)
    assert "和做成时不一样" in page.text
    assert desk.send(page.form(of="order")).status_code == 303


def test_its_file_stays_for_who_looks_and_goes_with_its_week(packed: Packed, file: Path, clock: Clock) -> None:
    clock(AT)
    flip(file)
    night(packed.look, AT)
    work(packed, forget)
    assert file.exists()
    clock(AT + timedelta(days=8))
    work(packed, forget)
    assert not file.exists()
