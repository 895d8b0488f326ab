"""Supervision order (督办单): a numbered document to one town with its points; its states and table (decision 14)."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.people import ANSWERING, Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given


class OrderState(StrEnum):
    DRAFT = "draft"  # 草稿
    SIGNING = "signing"  # 待签发
    ISSUED = "issued"  # 待签收
    SIGNED = "signed"  # 整改中
    CLOSED = "closed"  # 已办结
    ARCHIVED = "archived"  # 已归档
    VOID = "void"  # 作废


class OrderLevel(StrEnum):
    ORDINARY = "ordinary"  # 一般
    KEY = "key"  # 重点
    LISTED = "listed"  # 挂牌


DRAFTED = (OrderLevel.ORDINARY, OrderLevel.KEY)  # 挂牌 is an act of its own, of two people


class OrderLike(Protocol):
    @property
    def point_count(self) -> int: ...
    @property
    def points_undisclosed(self) -> int: ...
    @property
    def points_open(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def removal_asked_at(self) -> datetime | None: ...


def has_points(order: OrderLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    return None if order.point_count else Problem("no_points")


def points_are_disclosed(order: OrderLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    """An order may not tell a town of a round that is not released (decision 3)."""
    n = order.points_undisclosed
    return Problem("not_disclosed", n=n) if n else None


def every_point_done(order: OrderLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    n = order.points_open
    return Problem("points_open", n=n) if n else None


def removal_was_asked(order: OrderLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    """摘牌 is asked for by who put it right, then looked at on the spot."""
    return None if order.removal_asked_at else Problem("removal_not_asked")


def removal_not_asked_yet(order: OrderLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    return Problem("removal_asked") if order.removal_asked_at else None


def is_ordinary(order: OrderLike) -> bool:
    return order.level == OrderLevel.ORDINARY


def is_listed(order: OrderLike) -> bool:
    return order.level == OrderLevel.LISTED


def is_not_listed(order: OrderLike) -> bool:
    return order.level != OrderLevel.LISTED


O = OrderState  # noqa: E741 - read as a column of the table
DESK, SELF = (Role.SUPERVISOR,), (Role.SYSTEM,)
ORDER: Workflow[OrderState] = Workflow(
    "order",
    initial=O.DRAFT,
    final=(O.ARCHIVED, O.VOID),
    steps=(
        Step("propose", (O.DRAFT,), O.SIGNING, DESK, (has_points,)),
        Step("take_back", (O.SIGNING,), O.DRAFT, DESK),
        Step("issue", (O.SIGNING,), O.ISSUED, DESK, (has_points, points_are_disclosed)),
        Step("sign", (O.ISSUED,), O.SIGNED, (*ANSWERING, Role.SYSTEM)),
        Step("urge", (O.ISSUED,), O.ISSUED, DESK, (reason_given,)),
        Step("urge", (O.SIGNED,), O.SIGNED, DESK, (reason_given,)),
        Step("raise", (O.ISSUED,), O.ISSUED, DESK, (reason_given,), when=is_ordinary),
        Step("raise", (O.SIGNED,), O.SIGNED, DESK, (reason_given,), when=is_ordinary),
        Step("list", (O.ISSUED,), O.ISSUED, DESK, (reason_given,), when=is_not_listed),
        Step("list", (O.SIGNED,), O.SIGNED, DESK, (reason_given,), when=is_not_listed),
        Step("ask_removal", (O.CLOSED,), O.CLOSED, ANSWERING, (removal_not_asked_yet, reason_given), when=is_listed),
        Step("delist", (O.CLOSED,), O.CLOSED, DESK, (removal_was_asked, reason_given), when=is_listed),
        Step("close", (O.SIGNED,), O.CLOSED, SELF, (every_point_done,)),
        Step("reopen", (O.CLOSED,), O.SIGNED, SELF),
        Step("archive", (O.CLOSED,), O.ARCHIVED, (Role.SUPERVISOR, Role.SYSTEM)),
        Step("void", (O.DRAFT, O.SIGNING, O.ISSUED), O.VOID, DESK, (reason_given,)),
    ),
)
ISSUED_EVER = (O.ISSUED, O.SIGNED, O.CLOSED, O.ARCHIVED)


def number_text(word: str, year: int, seq: int) -> str:
    """建美镇督〔2026〕12号: six-angle brackets, no leading zeros (GB/T 9704-2012)."""
    return f"{word}〔{year}〕{seq}号"
