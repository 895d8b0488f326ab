"""Default checklist (默认检查清单): 74 items in 8 dimensions, and the time grades they point at."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.defaults.files import rows
from app.domain.deadline import Limit, LimitKind


@dataclass(frozen=True)
class DimensionRow:
    """A dimension (维度) and its full marks F."""

    code: str
    name: str
    area: str
    full: Decimal


@dataclass(frozen=True)
class TimeGradeRow:
    """A time grade (时限等级)."""

    code: str
    name: str
    limit: Limit
    meaning: str


@dataclass(frozen=True)
class ItemRow:
    """A checklist item (检查项)."""

    code: str
    problem: str
    standard: str
    deduction: Decimal
    unit: str
    cap: Decimal | None
    severity: str
    time_grade: str
    done_when: str
    red_line: bool
    limit: Limit | None  # its own, before its grade's
    merge_radius_m: int

    @property
    def dimension(self) -> str:
        return self.code.partition("-")[0]


def dimensions() -> Iterator[DimensionRow]:
    for row in rows("dimensions.csv"):
        yield DimensionRow(row["code"], row["name"], row["area"], Decimal(row["full"]))


def time_grades() -> Iterator[TimeGradeRow]:
    for row in rows("time_grades.csv"):
        limit = Limit(LimitKind(row["limit_kind"]), int(row["limit_value"]))
        yield TimeGradeRow(row["code"], row["name"], limit, row["meaning"])


def items() -> Iterator[ItemRow]:
    for row in rows("checklist.csv"):
        yield _item(row)


def _item(row: dict[str, str]) -> ItemRow:
    return ItemRow(
        code=row["code"],
        problem=row["problem"],
        standard=row["standard"],
        deduction=Decimal(row["deduction"]),
        unit=row["unit"],
        cap=Decimal(row["cap"]) if row["cap"] else None,
        severity=row["severity"],
        time_grade=row["time_grade"],
        done_when=row["done_when"],
        red_line=row["red_line"] == "1",
        limit=Limit(LimitKind(row["limit_kind"]), int(row["limit_value"])) if row["limit_kind"] else None,
        merge_radius_m=int(row["merge_radius_m"]),
    )
