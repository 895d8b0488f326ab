"""How far a photo can be believed (照片可信程度): said to whoever reviews, with its reasons, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import receipts
from app.actions.advance import Move
from app.actions.order import step_order
from app.actions.setting import put_setting
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import FileReading, Finding, Order, PhotoLook, Region
from app.queries.by_id import one
from tests import make

NORTH = 1 / 111_320  # degrees of latitude for a metre
NOTE = "不能证明真假"


Answered = Callable[..., str]


@pytest.fixture
def answered(case: Any, look: Any, app: Flask) -> Answered:
    """`answered(source="gallery")`: a point whose after-photo says so; without words, an ordinary one."""

    def made(ago: timedelta = timedelta(0), north_m: float = 0, **claims: Any) -> str:
        one_case = case(1)
        order_id, town = one_case.ordered(), one_case.world.viewers["town"]
        with look(SYSTEM):
            at = now()
            place = {**make.HERE, "lat": make.HERE["lat"] + north_m * NORTH}
            nonce = receipts.nonce(app.config["SECRET_KEY"], at - timedelta(hours=2))
            step_order(one(Order, order_id), Move("sign", town, at))
            said = {"taken_at": at - ago, "server_nonce": nonce, "position": place, **claims}
            make.answer(one(Finding, one_case.finding_ids[0]), town, **said)
            db.session.commit()
        return str(one_case.finding_ids[0])

    return made


def test_an_ordinary_photo_shows_nothing_doubtful_and_never_says_that_it_is_proven(
    desk: Any, answered: Any, look: Any
) -> None:
    key = answered()
    with look(SYSTEM):
        answer = one(Finding, key).under_review
        assert answer is not None
        db.session.add(PhotoLook(sha256=answer.photos[0].sha256, made_at=now(), searched_at=now()))
        db.session.commit()
    text = desk("supervisor").open("/reviews").text
    assert "没看出疑点" in text
    assert "手机说是当场拍的" in text
    assert "之间不矛盾" in text
    assert NOTE in text


@pytest.mark.parametrize(
    ("claims", "level", "says"),
    [
        ({"source": "gallery"}, "有的查不了", "从相册选的"),
        ({"server_nonce": "1.forged"}, "有的查不了", "没有旁证"),
        ({"position": None}, "有的查不了", "没有定位"),
        ({"exif": {"Software": "Adobe Photoshop 26.0"}}, "有疑点", "文件署名：Adobe Photoshop 26.0"),
        ({"exif": {"DigitalSourceType": ["trainedAlgorithmicMedia"]}}, "有疑点", "由 AI 生成或改过"),
        ({"exif": {"DateTimeOriginal": "2026:10:02 08:00:00"}}, "有疑点", "文件时间与手机时间差"),
    ],
)
def test_each_reason_is_said_in_words(desk: Any, answered: Any, claims: dict[str, Any], level: str, says: str) -> None:
    answered(**claims)
    text = desk("supervisor").open("/reviews").text
    assert level in text
    assert says in text


def test_what_the_server_read_in_the_file_wins_over_the_phone_s_word(desk: Any, answered: Any, look: Any) -> None:
    answered(exif={"Software": "MIUI 14"}, metadata_sha256="7" * 64)
    with look(SYSTEM):
        db.session.add(FileReading(sha256="7" * 64, read_at=now(), fields={"Software": "Snapseed 2.21"}))
        db.session.commit()
    assert "文件署名：Snapseed 2.21" in desk("supervisor").open("/reviews").text


def test_a_set_back_clock_is_pointed_out_and_changes_no_time_that_counts(desk: Any, answered: Any, look: Any) -> None:
    key = answered(ago=timedelta(days=1096))
    assert "早于发现问题的" in desk("supervisor").open("/reviews").text
    with look(SYSTEM):
        evidence = one(Finding, key).evidences[0]
        assert (evidence.counts_at, evidence.late_claim) == (evidence.received_at, False)


def test_how_far_is_too_far_is_a_setting_of_the_county(desk: Any, answered: Any, look: Any) -> None:
    key = answered(north_m=300)
    assert "有疑点" in desk("supervisor").open("/reviews").text
    with look(SYSTEM):
        county = one(Region, one(Finding, key).county_id)
        put_setting(county, "trust_far_m", "500", SYSTEM, now())
        db.session.commit()
    assert "有疑点" not in desk("supervisor").open("/reviews").text


def test_two_photos_of_one_person_far_apart_within_minutes_are_pointed_out(desk: Any, answered: Any) -> None:
    answered(ago=timedelta(minutes=5), north_m=20_000, position=None)
    answered(ago=timedelta(minutes=5), north_m=20_000)
    key = answered()
    assert "只隔 5 分钟" in desk("supervisor").open(f"/reviews/{key}").text


def test_the_office_reads_it_on_the_point_s_own_page_too(desk: Any, answered: Any) -> None:
    key = answered(exif={"Software": "Adobe Photoshop 26.0"})
    text = desk("supervisor").open(f"/findings/{key}").text
    assert "文件署名：Adobe Photoshop 26.0" in text
    assert "整改前 1/2 可信程度" in text


def test_a_town_is_told_none_of_it(desk: Any, answered: Any) -> None:
    key = answered(exif={"Software": "Adobe Photoshop 26.0"})
    text = desk("town").open(f"/findings/{key}").text
    assert "Photoshop" not in text
    assert NOTE not in text
