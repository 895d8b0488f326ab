"""What a round has looked at (覆盖情况): each town and dimension, found, clean, not there or never looked."""

from __future__ import annotations

from typing import Any

import pytest

from app.db import db
from app.domain.people import SYSTEM
from app.domain.visit import Looked, looked_in_all
from app.models import Round
from app.queries.by_id import one
from tests import make


def test_the_page_says_of_each_town_and_dimension_whether_anybody_looked(
    desk: Any, case: Any, world: make.World, look: Any
) -> None:
    made = case(2)
    page = desk("supervisor").open(f"/rounds/{made.round_id}")
    assert ("有问题 2 处" in page.text, "还有 7 格没看" in page.text) == (True, True)
    with look(SYSTEM):
        make.finish(one(Round, made.round_id).visits[0], world.viewers["inspector"], DZ="clean", CK="not_applicable")
        db.session.commit()
    page = desk("supervisor").open(f"/rounds/{made.round_id}")
    cover = page.text[page.text.index("看了什么") :]
    assert ("没问题" in cover, "路线上没有" in cover) == (True, True)


@pytest.mark.parametrize(
    ("said", "found", "looked"),
    [
        ([], 0, Looked.NOT_LOOKED),
        (["not_looked"], 1, Looked.FOUND),
        (["clean", "found"], 0, Looked.FOUND),
        (["not_applicable", "clean"], 0, Looked.CLEAN),
        (["not_looked", "not_applicable"], 0, Looked.NOT_APPLICABLE),
    ],
)
def test_of_several_visits_the_best_look_counts(said: list[str], found: int, looked: Looked) -> None:
    assert looked_in_all(said, found) is looked
