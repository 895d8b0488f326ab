"""Stamped copies under masks (遮盖后的水印图): made anew each time, covered, with the code they had; the public page stays as it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.db import bells_to_ring, db, now
from app.domain.mask import Reach
from app.domain.people import SYSTEM
from app.models import Photo, PhotoCode
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, masked, stamped
from tests.cast import sign_in
from tests.stamped import Printed
from workers.stamp import stamp

RING = "workers.stamp.stamp"


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    it = stamped.printed(world, look)
    it.released()
    return it


def copy_of(it: Printed, photo_id: UUID | None = None) -> bytes:
    with it.look(SYSTEM):
        photo = one(Photo, photo_id or it.photo_id)
        content = photo_store().stamped(photo.id)
        assert photo.stamped_at is not None
    assert content is not None
    return content


def code_of(it: Printed) -> tuple[Any, ...]:
    with it.look(SYSTEM):
        row = db.session.scalars(select(PhotoCode).where(PhotoCode.photo_id == it.photo_id)).one()
        return row.code, row.told_at, row.time_says


@pytest.mark.parametrize("reach", Reach)
def test_the_copy_is_made_anew_and_covered(printed: Printed, client: FlaskClient, reach: Reach) -> None:
    assert masked.has_red(copy_of(printed))
    before, page = code_of(printed), client.get(f"/v/{printed.code}").get_data(as_text=True)
    masked.cover(printed, reach)
    masked.restamp(printed)
    assert masked.is_covered(copy_of(printed))
    assert not masked.has_red(copy_of(printed))
    assert code_of(printed) == before
    assert client.get(f"/v/{printed.code}").get_data(as_text=True).split("<main")[1] == page.split("<main")[1]


def test_taking_the_mask_away_gives_the_plain_copy_back(printed: Printed) -> None:
    plain = copy_of(printed)
    masked.cover(printed, Reach.EVERYWHERE)
    masked.restamp(printed)
    masked.uncover(printed)
    masked.restamp(printed)
    assert copy_of(printed) == plain


def test_the_act_rings_for_the_town_once_it_is_committed(printed: Printed) -> None:
    with printed.look(SYSTEM):
        bells_to_ring()
    with printed.look(printed.world.viewers["supervisor"]):
        photo = one(Photo, printed.photo_id)
        masked.mask(
            photo,
            masked.Masking((masked.RED_QUARTER,), Reach.PUBLISHED, "", 0),
            printed.world.viewers["supervisor"],
            now(),
        )
        assert bells_to_ring() == [(RING, str(printed.world.towns["梅城镇"]))]
        db.session.commit()


def second_photo(it: Printed, town: str) -> UUID:
    """Another released point's photo with the very same bytes, stamped."""
    with it.look(SYSTEM):
        finding, (photo,) = stamped.found(it.world, town)
        stamped.shown(photo)
        assert finding.origin is not None
        make.release(one(stamped.Round, str(finding.origin.round_id)), it.world.viewers["supervisor"])
        db.session.flush()
        stamp(str(it.world.towns[town]), now())
        db.session.commit()
        return photo.id


def test_the_same_bytes_in_the_same_town_are_hidden_on_their_copy_too(printed: Printed) -> None:
    other = second_photo(printed, "梅城镇")
    assert masked.has_red(copy_of(printed, other))
    masked.cover(printed, Reach.EVERYWHERE)
    masked.restamp(printed)
    assert masked.is_covered(copy_of(printed, other))


def test_who_sees_both_is_not_given_the_other_towns_plain_copy(printed: Printed, client: FlaskClient) -> None:
    """And the other town, which sees only its own, is answered as if nothing had happened (decision 8)."""
    other = second_photo(printed, "寿昌镇")
    masked.cover(printed, Reach.EVERYWHERE)
    masked.restamp(printed)
    path = f"/api/v1/photos/{other}/stamped"
    assert sign_in(client, "supervisor").get(path).status_code == 404
    own = sign_in(client, "town2").get(path)
    assert (own.status_code, masked.has_red(own.get_data())) == (200, True)
