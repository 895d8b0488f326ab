"""Line (得分明细): one step of the account of a score. All lines of a score added up are the score (decision 31)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from app.domain.canonical import Plain
from app.domain.score.rational import EXACT, as_text, exact_sum, written


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


Number: TypeAlias = Decimal | int | str
WHOLE = Fraction(1)
NO_NUMBERS: Mapping[str, Number] = MappingProxyType({})


class Line(NamedTuple):
    """Points and what one of them is worth in the score; and what they come from.

    Lines with the same visit and dimension are one account: their points add up to S of that dimension.
    """

    code: Code
    points: Decimal  # in the visit, say, where a finding "costs 8.0"
    worth: Fraction = WHOLE  # 折算: such a point's share in the score
    visit_id: str | None = None
    dimension: str | None = None
    item_code: str | None = None
    finding_id: str | None = None
    order_id: str | None = None
    entry_id: str | None = None
    params: Mapping[str, Number] = NO_NUMBERS  # for the sentence

    @property
    def amount(self) -> Fraction:
        """What the line gives or takes in the score, exactly."""
        return Fraction(self.points) * self.worth

    def plain(self) -> Plain:
        """Every field by name, numbers as text."""
        numbers = {name: _text(number) for name, number in self.params.items()}
        fields = {**self._asdict(), "code": str(self.code), "params": numbers, "amount": written(self.amount)}
        return fields | {"points": as_text(self.points), "worth": written(self.worth)}


def total(lines: Iterable[Line]) -> Fraction:
    """The exact sum: of all lines, the score; of some, their share in it."""
    of_worth: dict[tuple[int, int], list[Line]] = defaultdict(list)  # many lines, few worths
    for line in lines:
        of_worth[line.worth.as_integer_ratio()].append(line)
    return exact_sum(Fraction(points(same)) * same[0].worth for same in of_worth.values())


def points(lines: Iterable[Line]) -> Decimal:
    with localcontext(EXACT):
        return sum([line.points for line in lines], Decimal())


def _text(number: Number) -> str:
    return as_text(number) if isinstance(number, Decimal) else str(number)
