"""Words with one thing spoiled (说错一处): of a phone they are kept for a person, of a form refused; nothing of them happens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.phone import photo
from tests.properties.words import Word

if TYPE_CHECKING:
    from tests.properties.walk import Walk

HAN = re.compile("[\u4e00-\u9fff]")
Wrong = tuple[dict[str, Any], str]


def no_after_photo(payload: dict[str, Any]) -> Wrong:
    return {"evidence_id": str(uuid4()), "photos": [photo(payload["evidence_id"])]}, "after_photo_missing"


def no_day(payload: dict[str, Any]) -> Wrong | None:
    return ({"request_id": str(uuid4()), "until": None}, "request_day_missing") if "until" in payload else None


def unknown_item(_payload: dict[str, Any]) -> Wrong:
    return {"finding_id": str(uuid4()), "item_code": "ZZ-99"}, "item_unknown"


def unseen_order(_payload: dict[str, Any]) -> Wrong:
    return {"order_id": str(uuid4())}, "out_of_scope"


WRONG: dict[str, Callable[[dict[str, Any]], Wrong | None]] = {
    "evidence.submit": no_after_photo,
    "request.make": no_day,
    "finding.record": unknown_item,
    "order.sign": unseen_order,
}


def say_wrong(walk: Walk, word: Word) -> None:
    """The phone's word with one thing wrong, where there is one to get wrong; or the draft with a point too many."""
    if word.name == "order.draft":
        _draft_untold(walk, word)
    elif word.says is not None and word.name in WRONG:
        kind, payload = word.says
        wrong = WRONG[word.name](payload)
        if wrong is not None:
            _kept(walk, word, {**walk.placed(kind, payload), **wrong[0]}, wrong[1])


def _kept(walk: Walk, word: Word, payload: dict[str, Any], code: str) -> None:
    before = walk.now
    _, verdict = walk.county.say(word.who, word.name, payload)
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", code), verdict
    assert HAN.search(verdict["problem"]["detail"]), verdict
    walk.now = walk.books.standing()
    assert walk.now.rows == before.rows
    assert walk.now.acts_since(before) == Counter(["operation.keep"])
    walk.told[f"kept {code}"] += 1


def _draft_untold(walk: Walk, word: Word) -> None:
    """A point that its town was not told of, or that is not confirmed, goes into no order."""
    others = [p for p in walk.model.of("finding") if (p.state, p.told) != ("confirmed", True)]
    if others:
        answer = walk.county.draft(word.who, [*word.points, others[walk.drawn(len(others))]])
        assert answer.status_code == 422, answer.get_data(as_text=True)
        assert walk.books.standing() == walk.now
        walk.told["refused draft"] += 1
