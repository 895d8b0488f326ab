"""B 整改得分: what became of the points that were due in the month (score.md 2)."""

from collections.abc import Iterable
from fractions import Fraction

from app.domain.score.facts import PointFact
from app.domain.score.lines import Code, Line
from app.domain.score.scheme import RepairRule


def repair(points: Iterable[PointFact], rule: RepairRule) -> tuple[Line, ...]:
    """Full marks less a share for each point that was late, is open or was reworked. Nothing due: full marks.

    15·on_time/N + 10·closed/N + 5·(1 − reworked/N) is the same as 30 − Σ of these shares, and each has its point.
    """
    due = sorted(points, key=lambda point: point.finding_id)
    number = max(1, len(due))
    lines = [Line(Code.REPAIR, rule.full, params={"due": len(due)})]
    for point in due:
        lines += _lost(point, rule, number)
    return tuple(lines)


def _lost(point: PointFact, rule: RepairRule, number: int) -> list[Line]:
    shares = (
        (Code.LATE, not point.on_time, rule.on_time),
        (Code.OPEN, not point.closed, rule.closed),
        (Code.REWORKED, point.reworked, rule.not_reworked),
    )
    return [_line(code, full, number, point) for code, applies, full in shares if applies]


def _line(code: Code, full: Fraction, number: int, point: PointFact) -> Line:
    return Line(code, -full / number, finding_id=point.finding_id, params={"full": full, "due": number})
