"""Script (剧本): the rounds as a table, the points from `points.csv`, and the orders that go their own way."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.round import RoundKind

ANNOUNCED, UNANNOUNCED = RoundKind.ANNOUNCED, RoundKind.UNANNOUNCED


@dataclass(frozen=True)
class RoundPlan:
    """A round that was released: first and last day are working days before today."""

    key: str
    title: str
    kind: RoundKind
    first: int
    last: int
    planner: str
    towns: str

    @property
    def names(self) -> list[str]:
        return self.towns.split()


RELEASED = (
    RoundPlan(
        "S1",
        "九月第一轮明查",
        ANNOUNCED,
        54,
        52,
        "supervisor",
        "梅城镇 乾潭镇 新安江街道 大同镇 寿昌镇 洋溪街道 莲花镇",
    ),
    RoundPlan("S2", "九月暗访", UNANNOUNCED, 46, 45, "supervisor2", "寿昌镇 航头镇 李家镇 三都镇 更楼街道 梅城镇"),
    RoundPlan(
        "O1", "十月第一轮明查", ANNOUNCED, 33, 31, "supervisor", "梅城镇 下涯镇 杨村桥镇 大洋镇 大慈岩镇 钦堂乡 寿昌镇"
    ),
    RoundPlan("O2", "十月暗访", UNANNOUNCED, 24, 23, "supervisor2", "新安江街道 梅城镇 乾潭镇 寿昌镇 大同镇 三都镇"),
    RoundPlan(
        "N1", "十一月第一轮明查", ANNOUNCED, 14, 12, "supervisor", "梅城镇 寿昌镇 航头镇 莲花镇 洋溪街道 下涯镇 钦堂乡"
    ),
    RoundPlan("N2", "十一月暗访", UNANNOUNCED, 6, 5, "supervisor", "梅城镇 寿昌镇 更楼街道 李家镇 杨村桥镇 新安江街道"),
)
FINISHED = RoundPlan("N3", "集镇入口专项暗访", UNANNOUNCED, 3, 2, "supervisor2", "大洋镇 大慈岩镇 乾潭镇")
THIS_WEEK = RoundPlan("N4", "本周暗访", UNANNOUNCED, 1, 0, "supervisor", "三都镇 梅城镇 寿昌镇 大同镇")
GIVEN_UP = RoundPlan("V1", "雨后路面专项明查", ANNOUNCED, 20, 18, "supervisor", "新安江街道 洋溪街道")
TO_COME = RoundPlan("P1", "下月第一轮明查", ANNOUNCED, 0, 0, "supervisor", "乾潭镇 大同镇 莲花镇 航头镇 三都镇")


@dataclass(frozen=True)
class Point:
    """One row of `points.csv`: a point, and what becomes of it (fate)."""

    round: str
    town: str
    item: str
    quantity: str
    note: str
    fate: str
    part: str  # which order of its round and town
    key: str
    again: str  # the key of the point whose spot it is found at again

    @property
    def dimension(self) -> str:
        return self.item[:2]


@cache
def points() -> tuple[Point, ...]:
    with (Path(__file__).parent / "points.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Point(**row) for row in csv.DictReader(file))


def points_of(round_: str, town: str) -> list[Point]:
    return [p for p in points() if (p.round, p.town) == (round_, town)]


DRAFTED, PROPOSED, WITHDRAWN = "drafted", "proposed", "withdrawn"


@dataclass(frozen=True)
class Course:
    """How an order goes: signed by the town after some hours, or never (SYSTEM signs after 48)."""

    signed_after: float | None = 4.0
    ends: str = ""  # drafted | proposed | withdrawn: it gets no further
    hours_ago: float | None = None  # issued that long before now; else two days after the release


NEVER_SIGNED = Course(signed_after=None)
COURSES: dict[tuple[str, str, str], Course] = {
    ("S1", "乾潭镇", "a"): Course(signed_after=29),
    ("S2", "李家镇", "a"): NEVER_SIGNED,
    ("O1", "大洋镇", "a"): NEVER_SIGNED,
    ("N1", "钦堂乡", "a"): Course(ends=WITHDRAWN),
    ("N2", "梅城镇", "a"): Course(signed_after=None, hours_ago=27),
    ("N2", "梅城镇", "b"): Course(signed_after=None, hours_ago=6),
    ("N2", "寿昌镇", "a"): Course(signed_after=None, hours_ago=8),
    ("N2", "更楼街道", "a"): Course(ends=DRAFTED),
    ("N2", "李家镇", "a"): Course(ends=PROPOSED),
}
