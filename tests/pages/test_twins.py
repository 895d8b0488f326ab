"""Twins (旧照对照): the reviewer sees both pictures and what matched; nobody else does, and what is hidden is no hit."""

from __future__ import annotations

from typing import Any

import pytest

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Photo, PhotoLikeness, PhotoLook
from app.pictures.prints import LARGE, SMALL, prints_of
from app.queries.by_id import one
from app.storage import photo_store
from tests.pictures.test_likeness import jpeg, street

MATRIX = [0.8, 0.0, 0.1, 0.0, 0.8, 0.1, 0.0, 0.0, 1.0]


@pytest.fixture
def alike(case: Any, look: Any) -> Any:
    """Two answered points whose after-photos are one and the same, and the pair of the first."""
    made = case(2)
    made.answered()
    with look(SYSTEM):
        photos = [_after(it) for it in made.finding_ids]
        for photo in photos:
            for size, content in prints_of(jpeg(street(1))).items():
                assert size in {LARGE, SMALL}
                photo_store().keep_small(photo.sha256, size, content)
            photo.derived_at = now()
        like(photos[1].sha256, photos[0].sha256)
        db.session.commit()
        return made, [str(photo.id) for photo in photos]


def _after(finding_id: Any) -> Photo:
    answer = one(Finding, finding_id).under_review
    assert answer is not None
    return answer.photos[0]


def html(browser: Any, address: str) -> str:
    text: str = browser.get(address).get_data(as_text=True)
    return text


def like(later: str, earlier: str, *, same: bool = True, fits: int = 80) -> None:
    db.session.add(
        PhotoLikeness(
            later=later,
            earlier=earlier,
            same=same,
            share=0.93,
            fits=fits,
            mirrored=False,
            matrix=MATRIX,
            compared_at=now(),
        )
    )


def test_the_review_points_to_the_other_photo_and_both_are_shown_beside(desk: Any, alike: Any) -> None:
    made, photos = alike
    page = html(desk("supervisor"), f"/reviews/{made.finding_ids[1]}")
    assert "与 1 张照片是同一张" in page
    assert f"/photos/{photos[1]}/twins" in page
    twins = html(desk("supervisor"), f"/photos/{photos[1]}/twins")
    assert "同一张，改过" in twins
    assert "93% 的细节对得上" in twins
    assert all(f"/api/v1/photos/{it}/1600" in twins for it in photos)
    assert 'data-matrix="[0.8, 0.0, 0.1' in twins
    assert "另一张照片的边框" in twins


def test_the_earlier_one_shows_it_too(desk: Any, alike: Any) -> None:
    _, photos = alike
    assert f"/api/v1/photos/{photos[1]}/1600" in html(desk("supervisor"), f"/photos/{photos[0]}/twins")


def test_a_photo_without_any_twin_has_no_such_page(desk: Any, case: Any, look: Any) -> None:
    made = case(1)
    made.answered()
    with look(SYSTEM):
        photo_id = _after(made.finding_ids[0]).id
    assert desk("supervisor").get(f"/photos/{photo_id}/twins").status_code == 404


def test_a_town_opens_no_such_page(desk: Any, alike: Any) -> None:
    assert desk("town").get(f"/photos/{alike[1][1]}/twins").status_code == 403


def test_a_hit_on_a_point_that_is_hidden_from_the_reviewer_is_none(desk: Any, case: Any, look: Any) -> None:
    """Decision 8: another round's secret photo never shows itself through a likeness."""
    made, secret = case(1), case(1)
    made.answered()
    with look(SYSTEM):
        hidden = one(Finding, secret.finding_ids[0]).photos[0]
        mine = _after(made.finding_ids[0])
        like(mine.sha256, hidden.sha256)
        db.session.add(PhotoLook(sha256=mine.sha256, made_at=now(), searched_at=now()))
        db.session.commit()
        photo_id = mine.id
    outsider = desk("supervisor2")
    assert "没找到同一张旧照" in outsider.open(f"/reviews/{made.finding_ids[0]}").text
    assert outsider.get(f"/photos/{photo_id}/twins").status_code == 404
    assert "与 1 张照片是同一张" in desk("supervisor").open(f"/reviews/{made.finding_ids[0]}").text


def test_not_yet_compared_is_said_so(desk: Any, case: Any) -> None:
    case(1).answered()
    assert "还没比对完" in desk("supervisor").open("/reviews").text


def test_how_the_second_picture_stands_to_the_first_is_a_hint(desk: Any, case: Any, look: Any) -> None:
    made = case(1)
    made.answered()
    assert "取景还没比对" in desk("supervisor").open("/reviews").text
    with look(SYSTEM):
        finding = one(Finding, made.finding_ids[0])
        like(_after(finding.id).sha256, finding.photos[0].sha256, same=False, fits=55)
        db.session.commit()
    page = html(desk("supervisor"), f"/reviews/{made.finding_ids[0]}")
    assert "取景很接近" in page
    assert "data-matrix" in page
