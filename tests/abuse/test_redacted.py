"""Redacted photos (隐去的照片): over every address that serves pictures, to every role, nothing of what is hidden goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image, UnidentifiedImageError

from app.db import db, now
from app.domain.mask import Reach
from app.domain.people import PEOPLE, SYSTEM, Role
from app.models import BlobHolder, Operation
from app.storage import photo_store
from app.verify.photos import fault_of
from tests import make, masked, stamped
from tests.abuse.addresses import Call, ask, calls, comparable
from tests.cast import Actor
from tests.phone import Phone, photo
from tests.stamped import SHA, Printed
from workers.photo import fault_of_prints

SignedIn = Callable[[str], Actor]
SIZES = ("320", "1600")
DESK_ORIGINAL = "/photos/<raw_id>/original"  # a form with a reason: shown to open by itself in test_originals.py


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    it = stamped.printed(world, look)
    it.released()
    return it


@pytest.fixture
def kept(printed: Printed, actor: SignedIn, look: Any) -> str:
    """A record of a town that waits for a person, with the very same photo."""
    phone = Phone(actor("town"))
    with look(SYSTEM):
        user_id = printed.world.viewers["town"].user_id
        db.session.add(BlobHolder(sha256=SHA, user_id=user_id, receipt="{}", received_at=now()))
        db.session.commit()
    taken = {**photo("after", role="after"), "sha256": SHA, "original_sha256": SHA}
    payload = {"evidence_id": str(printed.round_id), "finding_id": str(printed.finding_id), "note": "已清运"}
    sent = phone.operation("evidence.submit", {**payload, "photos": [taken]})
    assert [it["verdict"] for it in phone.send(sent)] == ["kept"]
    with look(SYSTEM):
        assert db.session.get(Operation, (sent["op_id"], sent["sha256"])) is not None
    return str(sent["op_id"])


def pictures(app: Flask, actor: SignedIn, printed: Printed, kept: str) -> Iterator[tuple[str, str, bytes]]:
    """Every answer to a GET with this photo's ids that is a picture: (role, address, bytes)."""
    for role in PEOPLE:
        who = actor(role)
        for call in calls(app):
            if call.method == "GET" and role in call.roles and call.rule.arguments:
                for path in _paths(call, printed, kept):
                    content = ask(who, call, path).get_data()
                    if _is_picture(content):
                        yield role, path, content


def _paths(call: Call, printed: Printed, kept: str) -> list[str]:
    key = kept if call.noun == "kept" else str(printed.photo_id)
    return sorted({call.path(key, size=size, sha256=SHA) for size in SIZES})


def _is_picture(content: bytes) -> bool:
    try:
        Image.open(BytesIO(content)).verify()
    except UnidentifiedImageError:
        return False
    return True


def served(app: Flask, actor: SignedIn, printed: Printed, kept: str) -> dict[tuple[str, str], bool]:
    """Who was given a picture from where, and whether what should be hidden was to be seen."""
    return {(role, path): masked.has_red(it) for role, path, it in pictures(app, actor, printed, kept)}


def test_nobody_is_given_the_hidden_part_from_anywhere(
    app: Flask, actor: SignedIn, department: None, printed: Printed, kept: str
) -> None:
    """The positive twin first: the same walk gives it to everybody before."""
    before = served(app, actor, printed, kept)
    assert all(before.values())
    assert {role for role, _ in before} == {Role.SUPERVISOR, Role.LEADER, Role.INSPECTOR, Role.TOWN}
    assert {path.rsplit("/", 1)[-1] for _, path in before} == {*SIZES, "stamped", "published"}
    assert [path for _, path in before if path.startswith("/kept/")]
    masked.cover(printed, Reach.EVERYWHERE)
    at_once = served(app, actor, printed, kept)
    assert not any(at_once.values())
    assert set(before) - set(at_once) == {it for it in before if it[1].endswith("/stamped")}
    masked.restamp(printed)
    assert served(app, actor, printed, kept) == dict.fromkeys(before, False)


def test_the_sealed_bytes_are_still_there_and_still_theirs(printed: Printed, look: Any) -> None:
    before = {size: photo_store_small(printed, int(size)) for size in SIZES}
    masked.cover(printed, Reach.EVERYWHERE)
    masked.restamp(printed)
    with look(SYSTEM):
        assert (fault_of(photo_store(), SHA), fault_of_prints(SHA)) == (None, None)
        assert photo_store().original(SHA) == stamped.CONTENT
    assert {size: photo_store_small(printed, int(size)) for size in SIZES} == before


def photo_store_small(printed: Printed, size: int) -> bytes:
    with printed.look(SYSTEM):
        content = photo_store().small(SHA, size)
    assert content is not None
    return content


def test_a_browser_that_holds_the_plain_picture_is_given_the_other(actor: SignedIn, printed: Printed) -> None:
    town, path = actor("town"), f"/api/v1/photos/{printed.photo_id}/320"
    plain = town.get(path)
    masked.cover(printed, Reach.EVERYWHERE)
    again = town.get(path, headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, masked.is_covered(again.get_data())) == (200, True)
    held = town.get(path, headers={"If-None-Match": again.headers["ETag"]})
    masked.uncover(printed)
    shown = town.get(path, headers={"If-None-Match": again.headers["ETag"]})
    assert (held.status_code, shown.status_code, masked.has_red(shown.get_data())) == (304, 200, True)


def test_what_is_covered_for_publication_is_still_seen_on_the_case(actor: SignedIn, printed: Printed) -> None:
    masked.cover(printed, Reach.PUBLISHED)
    seen = [actor(who).get(f"/api/v1/photos/{printed.photo_id}/320").get_data() for who in ("town", "inspector")]
    assert all(masked.has_red(it) for it in seen)
    leaves = actor("supervisor").get(f"/photos/{printed.photo_id}/published")
    assert (leaves.content_type, masked.is_covered(leaves.get_data())) == ("image/jpeg", True)
    assert not masked.has_red(leaves.get_data())


def test_a_mask_on_a_secret_photo_changes_no_byte_that_a_town_is_given_of_its_own(
    actor: SignedIn, world: make.World, look: Any, printed: Printed
) -> None:
    """The very same picture, in a round that does not exist yet; once that is released, it is hidden there too."""
    secret, town = stamped.printed(world, look), actor("town")
    paths = [f"/api/v1/photos/{printed.photo_id}/{kind}" for kind in (*SIZES, "stamped")]
    before = [comparable(town.get(path)) for path in paths]
    masked.cover(secret, Reach.EVERYWHERE)
    masked.restamp(printed)
    assert [comparable(town.get(path)) for path in paths] == before
    office = [actor("supervisor").get(path).get_data() for path in paths[:2]]
    assert [masked.has_red(it) for it in office] == [False, False]
    secret.released()
    assert [masked.has_red(town.get(path).get_data()) for path in paths] == [False] * 3
