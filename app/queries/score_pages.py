"""What the score's pages ask (得分页): months, ranking groups, and the stored account of one score, never a fact."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.finding import Severity
from app.domain.people import RegionLevel
from app.domain.score import Code, Line
from app.domain.score.lines import WHOLE
from app.domain.score.ranking import Contender
from app.domain.score.rational import read
from app.models import (
    Checklist,
    Dimension,
    Finding,
    Order,
    Photo,
    Region,
    RegionTag,
    Round,
    Score,
    ScoreEntry,
    ScoreLine,
    Visit,
)
from app.queries.rules import lineage

GROUPS = ("kind:", "group:")  # tags that towns are ranked by


def months_scored() -> list[date]:
    """Latest first."""
    return list(db.session.scalars(select(Score.month).distinct().order_by(Score.month.desc())))


def groups_of(county_id: UUID | None, month: date) -> dict[str, list[Region]]:
    """The county's towns by ranking tag, as it held on the first of that month; the largest group first."""
    held = or_(RegionTag.valid_to.is_(None), RegionTag.valid_to > month)
    rows = db.session.execute(
        select(RegionTag.tag, Region)
        .join(Region, Region.id == RegionTag.region_id)
        .where(Region.county_id == county_id, Region.level == RegionLevel.TOWN, held, RegionTag.valid_from <= month)
        .where(or_(*(RegionTag.tag.startswith(prefix) for prefix in GROUPS)))
        .order_by(Region.code)
    )
    groups: dict[str, list[Region]] = defaultdict(list)
    for tag, town in rows:
        groups[tag].append(town)
    return dict(sorted(groups.items(), key=lambda it: (-len(it[1]), it[0])))


def contenders(towns: Sequence[Region], scores: Sequence[Score]) -> list[Contender]:
    """What each town of a group is ranked by, read from its stored score."""
    of_town, grave = {score.town_id: score for score in scores}, _grave_problems(scores)
    return [_contender(town, of_town.get(town.id), grave) for town in towns]


def _contender(town: Region, score: Score | None, grave: dict[UUID, int]) -> Contender:
    if score is None:
        return Contender(str(town.id), None, None, 0, None)
    mean = score.figures.get("mean.unannounced")
    unannounced = read(mean) if mean else None
    return Contender(str(town.id), score.value, on_time_rate(score), grave.get(score.id, 0), unannounced)


def on_time_rate(score: Score) -> Fraction | None:
    """None: nothing was due."""
    due, on_time = (int(score.figures.get(name, "0")) for name in ("due", "on_time"))
    return Fraction(on_time, due) if due else None


def _grave_problems(scores: Sequence[Score]) -> dict[UUID, int]:
    grave = (
        select(ScoreLine.score_id, func.count(Finding.id))
        .join(Finding, Finding.id == ScoreLine.finding_id)
        .where(ScoreLine.score_id.in_([s.id for s in scores]), ScoreLine.code == Code.FINDING)
        .where(Finding.severity == Severity.GRAVE)
        .group_by(ScoreLine.score_id)
    )
    return {row[0]: row[1] for row in db.session.execute(grave)}


def versions_of(town_id: UUID, month: date) -> list[Score]:
    """Every computation of one town and month, the one that counts first."""
    computed = select(Score).where(Score.town_id == town_id, Score.month == month)
    return list(db.session.scalars(computed.order_by(Score.computed_at.desc(), Score.id)))


def account_of(score: Score) -> list[Line]:
    """The stored lines as lines: the points as they are written, and the worth that the amount gives them."""
    return [line_of(row) for row in score.lines]


def line_of(row: ScoreLine) -> Line:
    points, amount = Decimal(row.raw), read(row.amount)
    return Line(
        code=Code(row.code),
        points=points,
        worth=amount / Fraction(points) if points else WHOLE,
        visit_id=_text(row.visit_id),
        dimension=row.dimension,
        item_code=row.item_code,
        finding_id=_text(row.finding_id),
        order_id=_text(row.order_id),
        entry_id=row.entry_id,
        params=row.params,
    )


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None


def findings_by_id(ids: set[str]) -> dict[str, Finding]:
    """Those the viewer sees, each with what its row shows."""
    wanted = select(Finding).where(Finding.id.in_([UUID(key) for key in ids]))
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    return {str(row.id): row for row in db.session.scalars(wanted.options(pictures, selectinload(Finding.town)))}


def orders_by_id(ids: set[str]) -> dict[str, Order]:
    return {
        str(row.id): row for row in db.session.scalars(select(Order).where(Order.id.in_([UUID(key) for key in ids])))
    }


def entries_by_id(ids: set[UUID]) -> dict[str, ScoreEntry]:
    return {str(row.id): row for row in db.session.scalars(select(ScoreEntry).where(ScoreEntry.id.in_(ids)))}


def visits_by_id(ids: set[str]) -> dict[str, tuple[Visit, str]]:
    """Visits with the kind of their round; a town sees none (decision 4)."""
    rows = db.session.execute(
        select(Visit, Round.kind)
        .join(Round, Round.id == Visit.round_id)
        .where(Visit.id.in_([UUID(key) for key in ids]))
        .options(selectinload(Visit.dimensions))
    )
    return {str(visit.id): (visit, kind) for visit, kind in rows}


def dimension_names(county_id: UUID) -> dict[str, str]:
    """Code -> name, of every checklist the county may have used, in the order in which they are read."""
    of_county = Checklist.region_id.in_(lineage(county_id))
    named = select(Dimension).join(Checklist, Checklist.id == Dimension.checklist_id).where(of_county)
    return {dimension.code: dimension.name for dimension in db.session.scalars(named.order_by(Dimension.position))}
