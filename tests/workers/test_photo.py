"""Photos in the worker (照片处理): made small once, said when broken, and matched with what waits for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.actions.advance import Move
from app.actions.evidence import Answer, submit_evidence
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM, Viewer
from app.models import BlobHolder, Due, Evidence, Finding, Journal, Photo, Round, Upload
from app.queries.by_id import one
from app.storage import photo_store
from app.storage.faults import BytesChanged, BytesLost
from tests import make, samples
from workers.photo import derive, match

GOOD, BAD = samples.different_jpeg(3), samples.truncated()


def name(content: bytes) -> str:
    return sha256(content).hexdigest()


def kept(content: bytes) -> str:
    """In the store, as after an upload."""
    photo_store().keep(name(content), BytesIO(content))
    return name(content)


def point(world: make.World, content: bytes, *, arrived: bool = True) -> Photo:
    """A point whose before-photo is that one."""
    viewer = world.viewers["inspector"]
    visit = make.make_visit(make.make_round(world), viewer)
    finding = make.make_finding(visit, viewer, photos=(make.photo("x"),))
    photo = db.session.scalars(select(Photo).where(Photo.owner_id == finding.id)).one()
    photo.sha256, photo.arrived_at = name(content), now() if arrived else None
    db.session.flush()
    return photo


def brought(content: bytes, viewer: Viewer) -> None:
    """Its upload committed at the same time as the record: neither saw the other."""
    holder = BlobHolder(sha256=name(content), user_id=viewer.user_id, receipt="{}", received_at=now())
    db.session.add(holder)
    db.session.flush()


def small_file(sha: str) -> Path:
    return photo_store().spool.parent / "derived" / "320" / sha[:2] / sha


def test_small_pictures_are_made_and_the_photo_says_so(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        photo = point(world, GOOD)
        derive(kept(GOOD), now())
        assert (photo.derived_at, photo.trouble) == (now(), None)
        assert photo_store().small(name(GOOD), 1600)


def test_a_second_run_makes_nothing_anew(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        point(world, GOOD)
        derive(kept(GOOD), now())
        before = small_file(name(GOOD)).stat().st_ino
        derive(name(GOOD), now())
        assert small_file(name(GOOD)).stat().st_ino == before


def test_a_broken_picture_is_said_to_be_so_and_its_job_is_done(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        photo = point(world, BAD)
        derive(kept(BAD), now())
        assert (photo.derived_at, photo.trouble) == (None, "picture_broken")


def test_a_photo_nobody_declared_is_left_alone(world: make.World, look: Any) -> None:
    content = samples.different_jpeg(4)
    with look(SYSTEM):
        derive(kept(content), now())
        assert not small_file(name(content)).exists()


def test_who_has_not_brought_it_is_not_told_that_it_is_there(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        photo = point(world, GOOD, arrived=False)
        derive(kept(GOOD), now())
        assert photo.derived_at is None


def test_lost_or_changed_bytes_fail_the_job_and_not_the_photo(world: make.World, look: Any) -> None:
    lost, changed = samples.different_jpeg(905), samples.different_jpeg(906)
    with look(SYSTEM):
        photo = point(world, changed)
        stored = photo_store().spool.parent / "originals" / name(changed)[:2] / kept(changed)
        stored.chmod(0o600)
        stored.write_bytes(b"something else")
        with pytest.raises(BytesChanged):
            derive(name(changed), now())
        photo.sha256 = name(lost)
        with pytest.raises(BytesLost):
            derive(name(lost), now())
        assert photo.trouble is None


def test_photo_and_record_that_missed_each_other_meet(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        photo = point(world, GOOD, arrived=False)
        brought(GOOD, world.viewers["inspector"])
        match(now())
        assert photo.arrived_at == now()
        asked = select(func.count()).select_from(Due).where(Due.job == "workers.photo.derive", Due.key == name(GOOD))
        assert db.session.scalar(asked) == 1


def test_somebody_elses_photo_is_no_match(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        photo = point(world, GOOD, arrived=False)
        brought(GOOD, world.viewers["inspector2"])
        match(now())
        assert photo.arrived_at is None


def test_an_answer_whose_photos_have_met_becomes_whole_for_its_submitter(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        evidence = one(Evidence, answered(world))
        brought(GOOD, world.viewers["town"])
        match(now())
        assert (evidence.state, one(Finding, evidence.finding_id).state) == ("whole", "submitted")
        event = db.session.scalars(select(Journal).where(Journal.act == "finding.submit")).one()
        assert event.user_id == world.viewers["town"].user_id


def test_two_photos_that_arrived_at_once_leave_no_answer_waiting(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        evidence = one(Evidence, answered(world))
        for photo in evidence.photos:
            photo.arrived_at = now()
        match(now())
        assert evidence.state == "whole"


def test_an_answer_with_a_photo_missing_keeps_waiting(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        evidence = one(Evidence, answered(world))
        match(now())
        assert evidence.state == "waiting"


def test_an_answer_that_comes_too_late_for_its_step_is_kept(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        evidence = one(Evidence, answered(world))
        finding = one(Finding, evidence.finding_id)
        step_finding(finding, Move("void", world.viewers["supervisor"], now(), "重复"))
        brought(GOOD, world.viewers["town"])
        match(now())
        assert evidence.state == "kept"


def test_uploads_that_ran_out_are_ended(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        spool = photo_store().spool
        old, young = begun(world, spool, timedelta(0)), begun(world, spool, timedelta(hours=1))
        match(now())
        assert list(db.session.scalars(select(Upload.id))) == [young]
        assert ((spool / str(old)).exists(), (spool / str(young)).exists()) == (False, True)


def begun(world: make.World, spool: Path, left: timedelta) -> UUID:
    upload = Upload(id=chance.new_id(), user_id=world.viewers["town"].user_id, sha256=name(GOOD), size=9)
    upload.media_type, upload.received, upload.expires_at = "image/jpeg", 4, now() + left
    db.session.add(upload)
    db.session.flush()
    spool.mkdir(parents=True, exist_ok=True)
    (spool / str(upload.id)).write_bytes(b"four")
    return upload.id


def answered(world: make.World) -> UUID:
    """An ordered point, and the town's answer with one photo declared."""
    supervisor, inspector, town = (world.viewers[who] for who in ("supervisor", "inspector", "town"))
    round_ = make.make_round(world)
    visit = make.make_visit(round_, inspector)
    finding = make.make_finding(visit, inspector)
    make.finish(visit, inspector)
    db.session.flush()
    make.release(one(Round, round_.id), supervisor)
    step_order(make.make_order([finding], supervisor), Move("sign", town, now()))
    after = replace(make.photo("after", role="after"), sha256=name(GOOD))
    answer = Answer(chance.new_id(), "已清运", now(), (after,))
    submit_evidence(finding, answer, town, now())
    db.session.flush()
    return answer.evidence_id
