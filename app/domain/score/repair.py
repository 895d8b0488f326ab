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
    lines = [Line(Code.REPAIR, rule.full, params={"due": len(due)})]
    share = Fraction(1, max(1, len(due)))
    for point in due:
        if not point.on_time:
            lines.append(Line(Code.LATE, -rule.on_time, share, finding_id=point.finding_id))
        if not point.closed:
            lines.append(Line(Code.OPEN, -rule.closed, share, finding_id=point.finding_id))
        if point.reworked:
            lines.append(Line(Code.REWORKED, -rule.not_reworked, share, finding_id=point.finding_id))
    return tuple(lines)
