"""Line (得分明细): one step of the account of a score. All lines of a score added up are the score (decision 31)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from app.domain.canonical import Plain
from app.domain.score.rational import exact_sum, written


class Code(StrEnum):
    """What a line says; its sentence stands in the catalogue. The word before the dot is the part it belongs to."""

    DIMENSION = "site.dimension"  # 维度满分
    FINDING = "site.finding"  # 问题扣分
    ITEM_CAP = "site.item_cap"  # 单项封顶
    FLOOR = "site.floor"  # 维度扣完为止
    SEEN_BEFORE = "site.seen_before"  # 本月已扣过
    VISIT_LEFT_OUT = "site.visit_left_out"  # 检查不计分
    REPAIR = "repair.full"  # 整改满分
    LATE = "repair.late"  # 未按期
    OPEN = "repair.open"  # 未销号
    REWORKED = "repair.reworked"  # 返工
    UPKEEP_ENTRY = "upkeep.entry"  # 长效机制在册项
    SELF_CHECKS = "upkeep.self_checks"  # 自查
    SIGNING = "upkeep.signing"  # 签收满分
    SIGNED_LATE = "upkeep.signed_late"  # 未按时签收
    BONUS = "bonus.entry"  # 加分
    SAME_MATTER = "bonus.same_matter"  # 同一事项取最高
    BONUS_CAP = "bonus.cap"  # 加分封顶
    PENALTY = "penalty.entry"  # 扣分
    ENTRY_CAP = "penalty.entry_cap"  # 单次封顶
    KIND_CAP = "penalty.kind_cap"  # 同类封顶
    PENALTY_CAP = "penalty.cap"  # 扣分封顶
    RANGE = "total.range"  # 总分上下限
    ROUNDING = "total.rounding"  # 四舍五入

    @property
    def part(self) -> str:
        """site, repair, upkeep, bonus, penalty or total."""
        return self.partition(".")[0]


Number: TypeAlias = Fraction | int | str
NO_NUMBERS: Mapping[str, Number] = MappingProxyType({})


class Line(NamedTuple):
    """A share of the score, exact, and what it comes from.

    Lines with the same visit and dimension are one account: their `raw` add up to S of that dimension, their
    `amount` to what that S is worth in the score.
    """

    code: Code
    amount: Fraction
    raw: Fraction = Fraction(0)  # the same in the points of the visit, where a finding "costs 8.0"
    visit_id: str | None = None
    dimension: str | None = None
    item_code: str | None = None
    finding_id: str | None = None
    order_id: str | None = None
    entry_id: str | None = None
    params: Mapping[str, Number] = NO_NUMBERS  # numbers for the sentence

    def plain(self) -> Plain:
        """Every field by name, numbers as text."""
        fields = {**self._asdict(), "code": str(self.code), "amount": written(self.amount)}
        numbers = {name: str(number) for name, number in self.params.items()}
        return fields | {"raw": written(self.raw), "params": numbers}


def total(lines: Iterable[Line]) -> Fraction:
    """The exact sum: of all lines, the score; of some, their share in it."""
    return exact_sum(line.amount for line in lines)
