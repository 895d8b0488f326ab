"""Self-checks (自查) over the wire: a day counts once every photo has arrived, one a day, for the town's own score."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import receipts
from app.actions.upload import complete
from app.db import db, now
from app.domain.calendar import Month
from app.domain.people import SYSTEM
from app.models import Due, Journal, Photo, Score, SelfCheck
from app.queries.by_id import one
from app.queries.score_facts import gather
from tests import make, samples
from tests.phone import Phone, photo
from tests.tus import Sender
from workers import score
from workers.photo import match
from workers.score import refresh

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)


@pytest.fixture
def town(phones: Callable[[str], Phone], clock: Callable[[datetime], None]) -> Phone:
    clock(NOW)
    return phones("town")


def checking(phone: Phone, world: make.World, *names: str, **more: Any) -> dict[str, Any]:
    photos = [photo(name, slot, "selfcheck") for slot, name in enumerate(names or ("街",))]
    said = {"selfcheck_id": str(uuid4()), "town_id": str(world.towns["梅城镇"]), "dimension": "WS", "clean": True}
    return phone.operation("selfcheck.record", {**said, "photos": photos, **more})


def heard(app: Flask, at: datetime) -> str:
    """The nonce of an answer of that moment."""
    return receipts.nonce(app.config["SECRET_KEY"], at)


def days(world: make.World, look: Any) -> int:
    with look(SYSTEM):
        return gather(world.towns["梅城镇"], Month(2026, 11), now()).facts.self_checks


def arrive(world: make.World, look: Any, *names: str) -> None:
    """As the sweep finds them when their bytes have been brought."""
    with look(SYSTEM):
        for name in names:
            make.hold(make.photo(name), world.viewers["town"])
        match(now())
        db.session.commit()


def test_it_counts_when_the_last_of_its_photos_has_arrived_and_not_before(
    town: Phone, world: make.World, look: Any
) -> None:
    verdict = town.send(checking(town, world, "街", "巷"))[0]
    assert (verdict["verdict"], len(verdict["missing"])) == ("applied", 2)
    assert days(world, look) == 0
    arrive(world, look, "街")
    assert days(world, look) == 0
    arrive(world, look, "巷")
    assert days(world, look) == 1


def test_the_upload_of_the_last_photo_asks_for_the_score_anew_and_it_moves(
    town: Phone, world: make.World, look: Any
) -> None:
    town_id = world.towns["梅城镇"]
    sender = Sender(town.actor, samples.jpeg(comment="a street"))
    sent = {**photo("街", 0, "selfcheck"), "sha256": sender.sha256, "original_sha256": sender.sha256}
    town.send(checking(town, world, photos=[sent]))
    assert _open(look, town_id) == 0
    sender.whole()
    assert _open(look, town_id) == 1
    with look(SYSTEM):
        refresh(str(town_id), now())
        assert db.session.scalars(select(func.count()).select_from(Score)).one() == 1
        acts = select(Journal.act).where(Journal.noun == "selfcheck").order_by(Journal.seq)
        assert list(db.session.scalars(acts)) == ["selfcheck.record", "selfcheck.complete"]


def _open(look: Any, town_id: UUID) -> int:
    with look(SYSTEM):
        due = select(func.count()).select_from(Due).where(Due.key == str(town_id), Due.done_at.is_(None))
        return db.session.scalars(due).one()


def test_two_on_one_day_are_one_and_the_next_day_is_another(
    app: Flask, phones: Callable[[str], Phone], world: make.World, look: Any, clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2026, 11, 14, 3, tzinfo=UTC))
    town = phones("town")
    times = ("2026-11-12T02:00:00+00:00", "2026-11-12T08:00:00+00:00", "2026-11-12T16:30:00+00:00")
    for number, made_at in enumerate(times):
        sent = checking(town, world, f"街{number}")
        town.send({**sent, "made_at": made_at, "server_nonce": heard(app, datetime(2026, 11, 12, 1, tzinfo=UTC))})
        arrive(world, look, f"街{number}")
    assert days(world, look) == 2  # the third was made after midnight in China


@pytest.mark.parametrize("heard_at", [None, datetime(2026, 11, 1, tzinfo=UTC)])
def test_many_days_told_in_one_evening_are_the_one_day_of_their_receipt(
    app: Flask, town: Phone, world: make.World, look: Any, heard_at: datetime | None
) -> None:
    """A phone that has heard nothing lately may have any clock: each day named here had streets of its own."""
    nonce = heard(app, heard_at) if heard_at else None
    for day in range(2, 12):
        sent = checking(town, world, f"街{day}")
        told = {**sent, "made_at": f"2026-11-{day:02}T02:00:00+00:00", "server_nonce": nonce}
        assert town.send(told)[0]["verdict"] == "applied"
        arrive(world, look, f"街{day}")
    assert days(world, look) == 1


def test_a_photo_shown_again_makes_no_second_day_and_one_beside_it_does(
    town: Phone, phones: Callable[[str], Phone], world: make.World, look: Any, clock: Callable[[datetime], None]
) -> None:
    counted = []
    for day, names, new in ((12, ("街",), "街"), (13, ("街",), None), (14, ("街", "巷"), "巷")):
        clock(NOW.replace(day=day))
        phone = phones("town")
        phone.send(checking(phone, world, *names))
        arrive(world, look, *filter(None, (new,)))
        counted.append(days(world, look))
    assert counted == [1, 1, 2]


def test_another_towns_photo_is_no_matter_of_this_town_s(
    town: Phone, phones: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    """The same bytes at two towns: each has shown them for the first time."""
    other = phones("town2")
    other.send(checking(other, world, town_id=str(world.towns["寿昌镇"])))
    town.send(checking(town, world))
    arrive(world, look, "街")
    assert days(world, look) == 1


def test_a_self_check_of_a_year_without_a_scheme_stops_no_score(
    app: Flask, town: Phone, world: make.World, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A month before the first scheme, however it came to be asked for, is left alone; the others are computed."""
    monkeypatch.setattr(score, "touched", lambda *_asked: [Month(2000, 1), Month(2026, 11)])
    with look(SYSTEM):
        refresh(str(world.towns["梅城镇"]), now())
        assert [str(day) for day in db.session.scalars(select(Score.month))] == ["2026-11-01"]


def test_a_phone_whose_clock_is_ahead_is_believed_by_the_receipt(town: Phone, world: make.World, look: Any) -> None:
    town.send({**checking(town, world), "made_at": "2026-12-24T02:00:00+00:00"})
    arrive(world, look, "街")
    assert days(world, look) == 1


def test_a_record_whose_photos_were_there_before_it_counts_at_once(town: Phone, world: make.World, look: Any) -> None:
    with look(SYSTEM):
        make.hold(make.photo("街"), world.viewers["town"])
        db.session.commit()
    assert town.send(checking(town, world))[0]["missing"] == []
    assert days(world, look) == 1


def test_completing_twice_is_one_act(town: Phone, world: make.World, look: Any) -> None:
    sent = checking(town, world)
    town.send(sent)
    arrive(world, look, "街")
    with look(SYSTEM):
        complete([UUID(sent["payload"]["selfcheck_id"])], now())
        done = select(func.count()).select_from(Journal).where(Journal.act == "selfcheck.complete")
        assert db.session.scalars(done).one() == 1


def test_it_is_told_to_the_towns_phones(town: Phone, world: make.World, look: Any) -> None:
    sent = checking(town, world)
    town.send(sent)
    items = [it for it in town.actor.get("/api/v1/changes").get_json()["items"] if it["noun"] == "selfcheck"]
    assert [(it["id"], it["body"]["counts"], it["body"]["dimension"]) for it in items] == [
        (sent["payload"]["selfcheck_id"], False, "WS")
    ]
    assert town.actor.get("/api/v1/catalog").get_json()["self_checks"] == 8


@pytest.mark.parametrize(
    "more", [{"photos": []}, {"dimension": None}, {"photos": [photo("街", 0, "before")]}, {"clean": None}]
)
def test_what_says_too_little_is_refused(town: Phone, world: make.World, more: dict[str, Any]) -> None:
    assert town.send(checking(town, world, **more))[0]["verdict"] == "refused"


@pytest.mark.parametrize("more", [{"dimension": "NOPE"}, {"dimension": None, "item_codes": ["WS-01", "ZZ-99"]}])
def test_what_no_checklist_ever_named_is_kept(town: Phone, world: make.World, more: dict[str, Any]) -> None:
    verdict = town.send(checking(town, world, **more))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "item_unknown")


def test_items_of_the_published_checklist_are_taken(town: Phone, world: make.World) -> None:
    sent = checking(town, world, dimension=None, item_codes=["WS-01", "SS-02"])
    assert town.send(sent)[0]["verdict"] == "applied"


def test_a_code_that_cannot_be_printed_is_refused(town: Phone, world: make.World) -> None:
    assert town.send(checking(town, world, dimension="W\x01"))[0]["verdict"] == "refused"


def test_of_another_town_it_is_kept(town: Phone, world: make.World) -> None:
    verdict = town.send(checking(town, world, town_id=str(world.towns["寿昌镇"])))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "out_of_scope")


SEES = {"town": 1, "supervisor": 1, "leader": 1, "town2": 0, "inspector": 0, "auditor": 0}


@pytest.mark.parametrize("login", SEES)
def test_its_town_and_the_county_see_it_and_its_photos_and_nobody_else(
    town: Phone, world: make.World, look: Any, login: str
) -> None:
    sent = checking(town, world)
    town.send(sent)
    with look(SYSTEM):
        assert one(SelfCheck, sent["payload"]["selfcheck_id"]).checked_by == world.viewers["town"].user_id
    with look(world.viewers[login]):
        checks = db.session.scalars(select(func.count()).select_from(SelfCheck)).one()
        photos = select(func.count()).select_from(Photo).where(Photo.owner_kind == "selfcheck")
        assert (checks, db.session.scalars(photos).one()) == (SEES[login], SEES[login])
