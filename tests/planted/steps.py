"""Planted bugs of the steps (流程里埋的缺陷): each one of the server's names replaced; a walk over the tables must meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import true
from sqlalchemy.orm import with_loader_criteria

from app.actions import finding as findings
from app.actions import journal, order
from app.actions import round as rounds
from app.actions.review import decide
from app.db import db
from app.domain import workflow
from app.domain.deadline import Cause
from app.domain.evidence import Verdict
from app.domain.problems import Problem
from app.models import Finding, Journal, Order
from app.queries import by_id

real_unmet, real_write = workflow.unmet, journal.write
real_settle, real_next, real_disclose = order.settle, order._next_number, rounds.disclose  # noqa: SLF001 - replaced by name


def without(need: str) -> Callable[..., Any]:
    """The table, with that need forgotten."""

    def unmet(step: Any, subject: Any, viewer: Any, ask: Any) -> Any:
        left = tuple(each for each in step.needs if each.__name__ != need)
        return real_unmet(replace(step, needs=left), subject, viewer, ask)

    return unmet


def return_uncounted(finding: Finding, move: Any) -> None:
    decide(finding, Verdict.RETURN, move)
    finding.stopped_at = None


def points_open_but_answered(order_: Order) -> int:
    return sum(point.state not in {"closed", "void", "submitted"} for point in order_.findings)


def set_due_without_a_row(finding: Finding, due_at: Any, move: Any, _cause: Cause) -> None:
    finding.due_at, finding.soon_at = due_at, due_at


def void_that_deletes(finding: Finding, move: Any) -> None:
    for request in finding.requests:
        db.session.delete(request)
    real_settle(finding.order, move)
    db.session.flush()


def forbidden_instead_of_absent(model: Any, raw: Any) -> Any:
    info = db.session().info
    rules = info["criteria"]
    info["criteria"] = {each: with_loader_criteria(each, true()) for each in rules}
    there = by_id.maybe(model, raw) is not None
    info["criteria"] = rules
    if there and by_id.maybe(model, raw) is None:
        raise Problem("wrong_role")
    return by_id.one(model, raw)


def number_after_next(order_: Order) -> int:
    real_next(order_)
    return real_next(order_)


def write_twice(act: Any, place: Any, viewer: Any, at: Any) -> Journal:
    real_write(act, place, viewer, at)
    return real_write(act, place, viewer, at)


def disclose_what_is_open(finding: Finding, photos: Any, viewer: Any, at: Any) -> None:
    if finding.state != "closed":
        real_disclose(finding, photos, viewer, at)


def nothing(*_given: Any) -> None:
    """What should have followed does not."""


BUGS: dict[str, tuple[str, Any]] = {
    "an act is said twice": ("app.actions.advance.write", write_twice),
    "the hidden is forbidden, not absent": ("app.steps.one", forbidden_instead_of_absent),
    "who answered may pass it": ("app.domain.workflow.unmet", without("someone_else")),
    "a return needs no reason": ("app.domain.workflow.unmet", without("reason_given")),
    "a stale header is not read": ("app.steps._version", nothing),
    "a number is left out": ("app.actions.order._next_number", number_after_next),
    "a deadline moves without a row": ("app.actions.deadline.set_due", set_due_without_a_row),
    "a release forgets what is closed": ("app.actions.round.disclose", disclose_what_is_open),
    "an order never closes": ("app.actions.order.settle", nothing),
    "a rebound leaves its order closed": ("app.actions.order.reopen", nothing),
    "an order closes early": ("app.models.order.Order.points_open", property(points_open_but_answered)),
    "a return is not counted": ("app.actions.finding.EFFECTS", {**findings.EFFECTS, "return": return_uncounted}),
    "a void deletes": ("app.actions.finding.EFFECTS", {**findings.EFFECTS, "void": void_that_deletes}),
    "a point is confirmed without its photo": ("app.domain.workflow.unmet", without("whole")),
}
