"""Redacted photos in a pack (证据包里隐去的照片): a covered copy goes along, the bytes do not; a pack of before is closed."""

from __future__ import annotations

from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from app.actions.mask import Masking, mask
from app.actions.pack import ask, of_order
from app.db import db, now
from app.domain.mask import Reach
from app.domain.people import SYSTEM
from app.models import Order, Photo
from app.queries.by_id import one
from tests import masked
from tests.cast import sign_in
from tests.pack.conftest import Packed
from tests.pack.test_pack import read
from tests.packed import AFTER, BEFORE, checked, hash_of
from workers.pack import make
from workers.photo import derive


def redact(packed: Packed) -> None:
    """The red quarter of the picture of before."""
    office = packed.world.viewers["supervisor"]
    with packed.look(SYSTEM):
        derive(hash_of(BEFORE), now())
        db.session.commit()
    with packed.look(office):
        photo = db.session.scalars(select(Photo).where(Photo.sha256 == hash_of(BEFORE))).one()
        mask(photo, Masking((masked.RED_QUARTER,), Reach.EVERYWHERE, "路人要求", 0), office, now())
        db.session.commit()


def test_a_pack_made_afterwards_holds_the_covered_copy_only_and_still_proves_itself(packed: Packed) -> None:
    redact(packed)
    folder = packed.of_order("town")
    pictures = {file.name: file.read_bytes() for file in (folder / "photos").rglob("*") if file.is_file()}
    assert set(pictures) == {f"{hash_of(BEFORE)}.webp", f"{hash_of(AFTER)}.jpg"}
    assert masked.is_covered(pictures[f"{hash_of(BEFORE)}.webp"])
    assert not masked.has_red(pictures[f"{hash_of(BEFORE)}.webp"])
    code, said = checked(folder)
    assert (code, "都对得上" in said) == (0, True), said
    assert [it["withheld"] for it in read(folder, "records.json")["points"][0]["photos"]] == [True]


def test_a_pack_made_before_is_given_to_nobody_any_more(packed: Packed, client: FlaskClient) -> None:
    path = f"/packs/{_ready(packed)}/file"
    town = sign_in(client, "town")
    assert town.get(path).status_code == 200
    redact(packed)
    assert town.get(path).status_code == 410


def _ready(packed: Packed) -> UUID:
    """Asked for by the town, and made."""
    viewer = packed.world.viewers["town"]
    with packed.look(viewer):
        pack_id = ask(of_order(one(Order, packed.order_id)), viewer, now()).id
        db.session.commit()
    with packed.look(SYSTEM):
        make(str(pack_id), now())
        db.session.commit()
    return pack_id
