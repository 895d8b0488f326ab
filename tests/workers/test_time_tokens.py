"""Time tokens by themselves (时间戳自己盖、自己送): a head file waits for no authority, and a token goes where its file went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import outside
from app.actions.heads import TOKEN_TAKEN, deliver
from app.actions.time_token import fetch_tokens
from app.db import db, now
from app.domain import chance
from app.domain.heads import name_of, token_name_of
from app.domain.people import SYSTEM
from app.domain.reactions import DELIVER
from app.models import Due, HeadDelivery, HeadToken
from app.outside.folder import FolderPlace
from app.outside.s3 import S3Place
from app.outside.time_token import Misfit
from tests import make, time_authority
from tests.time_authority import serving, set_up
from workers import heads

AT = datetime(2026, 11, 12, 3, 10, tzinfo=UTC)
Clock = Callable[[datetime], None]
After = Callable[[float], None]


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[time_authority.TimeAuthority]:
    with serving(set_up(tmp_path / "theirs")) as authority:
        yield authority


@pytest.fixture
def folder(
    app: Flask, theirs: time_authority.TimeAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FolderPlace:
    """The one place of this deployment, which has its files stamped."""
    place = FolderPlace(tmp_path / "heads")
    named = {"time_authority": theirs.address, "time_authority_roots": theirs.roots}
    config = replace(app.extensions["config"], heads_to=(str(place.root),), **named)
    monkeypatch.setitem(app.extensions, "config", config)
    return place


@pytest.fixture
def after(world: make.World, look: Any, clock: Clock, folder: FolderPlace) -> After:
    """So many minutes later the sweep has come by, and the jobs that were due have run, as often as it takes."""

    def run(minutes: float) -> None:
        clock(AT + timedelta(minutes=minutes))
        with look(SYSTEM):
            heads.write(now())
            for _ in range(2):  # a token that came asks for a delivery of its own
                for due in db.session.scalars(waiting().where(Due.run_at <= now())).all():
                    due.done_at = now()
                    heads.bring(due.key, now())
                db.session.commit()

    return run


def waiting() -> Any:
    return select(Due).where(Due.job == DELIVER, Due.done_at.is_(None)).order_by(Due.run_at)


def trouble(look: Any) -> str | None:
    with look(SYSTEM):
        authority = outside.time_authority()
        assert authority is not None
        return db.session.scalars(select(HeadDelivery.trouble).where(HeadDelivery.place == authority.key)).one()


def test_a_token_lies_beside_its_file(folder: FolderPlace, after: After) -> None:
    after(0)
    after(10)
    assert folder.names() == [name_of(1), token_name_of(1), name_of(2), token_name_of(2)]


def test_while_the_authority_is_down_files_go_out_and_it_is_asked_each_minute(
    folder: FolderPlace, after: After, theirs: time_authority.TimeAuthority, look: Any
) -> None:
    theirs.status = 503
    after(0)
    after(1)
    assert (folder.names(), len(theirs.asked), trouble(look)) == ([name_of(1)], 2, "HTTP 503")
    after(10)
    assert folder.names() == [name_of(1), name_of(2)]
    theirs.status = 200
    after(11)
    assert folder.names() == [name_of(1), token_name_of(1), name_of(2), token_name_of(2)]
    assert trouble(look) is None


@pytest.mark.parametrize("answer", [b"garbage", b""])
def test_what_does_not_fit_is_not_kept(
    after: After, folder: FolderPlace, theirs: time_authority.TimeAuthority, look: Any, answer: bytes
) -> None:
    theirs.answer = answer
    after(0)
    assert (folder.names(), trouble(look)) == ([name_of(1)], Misfit.GARBAGE)
    with look(SYSTEM):
        assert db.session.scalars(select(HeadToken)).all() == []


def test_files_of_before_it_was_set_up_are_not_stamped_late(
    after: After, app: Flask, theirs: time_authority.TimeAuthority, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest one vouches for them; a year of them would be fifty thousand questions."""
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], time_authority=""))
    after(0)
    after(10)
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], time_authority=theirs.address))
    after(20)
    with look(SYSTEM):
        assert list(db.session.scalars(select(HeadToken.n))) == [3]


def test_another_authority_goes_on_where_the_one_before_stopped(
    after: After, app: Flask, tmp_path: Path, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    after(0)
    with serving(set_up(tmp_path / "next", "另一家")) as other:
        named = {"time_authority": other.address, "time_authority_roots": other.roots}
        monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], **named))
        after(10)
    with look(SYSTEM):
        assert list(db.session.scalars(select(HeadToken.by).order_by(HeadToken.n))) == ["县档案馆时间戳", "另一家"]


def test_another_token_of_that_name_is_left_and_keeps_no_file_back(
    after: After, folder: FolderPlace, look: Any
) -> None:
    folder.root.mkdir()
    (folder.root / token_name_of(1)).write_bytes(b"of another installation")
    after(0)
    after(10)
    assert folder.read(token_name_of(1)) == b"of another installation"
    assert name_of(2) in folder.names()
    with look(SYSTEM):
        assert db.session.scalars(select(HeadDelivery.trouble).where(HeadDelivery.place == folder.key)).one() == (
            TOKEN_TAKEN
        )


def test_a_bucket_with_object_lock_keeps_tokens_too(after: After, look: Any, s3_address: str) -> None:
    after(0)
    bucket = f"tokens-{chance.new_token()[:12].lower().strip('-_').replace('_', 'x')}"
    place = S3Place.at(f"{s3_address.replace('photos', bucket)}&lock_days=30000")
    place.client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    with look(SYSTEM):
        assert deliver(place, now())
    kept = place.client.head_object(Bucket=bucket, Key=token_name_of(1))
    assert kept["ObjectLockMode"] == "COMPLIANCE"


def test_a_second_asking_finds_nothing_to_ask(
    after: After, theirs: time_authority.TimeAuthority, folder: FolderPlace, look: Any
) -> None:
    after(0)
    with look(SYSTEM):
        authority = outside.time_authority()
        assert authority is not None
        fetched = fetch_tokens(authority, now())
    assert (fetched.some, fetched.whole, len(theirs.asked)) == (False, True, 1)
