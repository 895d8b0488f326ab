"""Entries (填报): what towns are credited or debited with for each month, each on a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial

from app.actions.score_entry import Entered, enter
from app.db import now
from app.demo.stage import Stage
from app.domain.calendar import Month, moment
from app.models import Region
from app.queries.by_id import one

STANDING = (("rules_on_file", "长效管理办法及责任清单（示例）"), ("staff_posted", "网格责任牌公示照片册（示例）"))
REPORT = "monthly_report"
NO_REPORT = {0: "大洋镇 李家镇", 1: "乾潭镇 大洋镇", 2: "钦堂乡"}  # by the turn of the month
NO_RULES = "李家镇"


@dataclass(frozen=True)
class Extra:
    """One bonus or penalty, in the month of that turn."""

    turn: int
    town: str
    kind: str
    document: str
    reason: str = ""
    value: Decimal | None = None


EXTRAS = (
    Extra(0, "寿昌镇", "praised_by_county", "建德市美丽城镇工作简报第 9 期（示例）"),
    Extra(0, "大洋镇", "called_out_by_county", "建德市美丽城镇督查通报第 3 期（示例）"),
    Extra(1, "梅城镇", "praised_by_city", "杭州市美丽城镇工作简报第 10 期（示例）"),
    Extra(1, "大慈岩镇", "practice_spread", "新叶村门前三包做法推广通知（示例）"),
    Extra(1, "乾潭镇", "other", "工业功能区道路保洁约谈纪要（示例）", "约谈后仍未落实保洁频次", Decimal("0.5")),
    Extra(2, "三都镇", "called_out_by_county", "建德市美丽城镇督查通报第 5 期（示例）"),
)


def months(first: datetime, last: datetime) -> Iterator[Month]:
    month = Month.of(first)
    while month <= Month.of(last):
        yield month
        month = month.next


def put_on(stage: Stage, first: datetime) -> None:
    """Standing duties on the fifth, reports on the last but one day, the rest in between."""
    for turn, month in enumerate(months(first, stage.days.until)):
        day = month.first_day
        begins = max(moment(day + timedelta(days=4), time(10)), first)
        stage.later(begins, partial(_standing, stage, month))
        stage.later(month.end - timedelta(hours=33), partial(_reports, stage, month, NO_REPORT.get(turn, "")))
        for extra in EXTRAS:
            if extra.turn == turn:
                stage.later(begins + timedelta(days=9), partial(_extra, stage, month, extra))


def _standing(stage: Stage, month: Month) -> None:
    for name in stage.cast.towns:
        for kind, document in STANDING:
            if (kind, name) != (STANDING[0][0], NO_RULES):
                _enter(stage, month, Extra(0, name, kind, f"{name}{document}"))


def _reports(stage: Stage, month: Month, missing: str) -> None:
    for name in stage.cast.towns:
        if name not in missing.split():
            _enter(stage, month, Extra(0, name, REPORT, f"{name}{month} 长效管理月报（示例）"))


def _extra(stage: Stage, month: Month, extra: Extra) -> None:
    _enter(stage, month, extra)


def _enter(stage: Stage, month: Month, extra: Extra) -> None:
    town = one(Region, stage.cast.towns[extra.town])
    said = Entered(town, month, extra.kind, extra.document, extra.value, reason=extra.reason)
    enter(said, stage.viewer("supervisor"), now())
