"""A red-line point handed over (当场告知): the name and the strokes of whoever was told are seen at the desk, whole."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.domain.people import SYSTEM
from tests import make
from tests.cast import sign_in
from tests.phone import Phone

STROKES = "M10 20L30 40L50 20M200 300L210 310"


@pytest.fixture
def said(client: FlaskClient, world: make.World, look: Any) -> Any:
    """Records a missing manhole cover, hands it over with that signature, and answers with verdict and finding."""
    with look(SYSTEM):
        round_id = make.make_round(world).id
        db.session.commit()
    phone = Phone(sign_in(client, "inspector"))
    start = phone.start(round_id, world.towns["梅城镇"])
    record = phone.record(start, item_code="SS-02")
    finding_id = record["payload"]["finding_id"]
    phone.send(start, record)

    def hand_over(signed: dict[str, Any]) -> tuple[dict[str, Any], str]:
        return phone.send(phone.operation("finding.hand_over", {"finding_id": finding_id, "signed": signed}))[
            0
        ], finding_id

    return hand_over


@pytest.mark.parametrize("login", ["supervisor", "town"])
def test_name_and_strokes_stand_in_the_history_of_the_point(said: Any, client: FlaskClient, login: str) -> None:
    verdict, finding_id = said({"name": "社区值班人员", "signature": STROKES})
    assert verdict["verdict"] == "applied"
    page = sign_in(client, login).client.get(f"/findings/{finding_id}").get_data(as_text=True)
    assert "当场告知：社区值班人员" in page
    assert f'<path d="{STROKES}"/>' in page


@pytest.mark.parametrize(
    "signature",
    ['M1 2"><script>', "M1 2 L3 4", "L1 2", "M12345 1", "M1 2" * 2_500, "M１ 2"],
    ids=["script", "space", "no start", "too far", "too long", "other digits"],
)
def test_what_are_no_strokes_is_refused(said: Any, signature: str) -> None:
    verdict, _ = said({"name": "社区值班人员", "signature": signature})
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("refused", "shape")
