"""Rules in force: what a county inherits from its city and province (decision 10)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import CTE, BindParameter, bindparam, func, literal, select, union

from app.db import db
from app.domain.calendar import Calendar
from app.domain.deadline import Limit, LimitKind
from app.domain.problems import Problem
from app.models import Checklist, ChecklistItem, Dimension, Holiday, Phrase, Region, Scheme, Setting, TimeGrade


def lineage(region_id: UUID) -> list[UUID]:
    """The region and all above it, nearest first."""
    line = _line(region_id)
    return list(db.session.scalars(select(line.c.id).order_by(line.c.distance)))


def _line(region_id: UUID | BindParameter[UUID]) -> CTE:
    """The same as part of a statement: id and how far up."""
    here = select(Region.id, Region.parent_id, literal(0).label("distance")).where(Region.id == region_id)
    line = here.cte("line", recursive=True)
    above = select(Region.id, Region.parent_id, line.c.distance + 1).join(line, Region.id == line.c.parent_id)
    return line.union_all(above)


def setting(region_id: UUID, key: str, default: str = "") -> str:
    """The nearest region's value wins."""
    return settings(region_id, {key: default})[key]


def settings(region_id: UUID, defaults: Mapping[str, str]) -> dict[str, str]:
    """Each key's value of the nearest region that has one, else its default."""
    line = lineage(region_id)
    asked = select(Setting.region_id, Setting.key, Setting.value).where(
        Setting.key.in_(defaults), Setting.region_id.in_(line)
    )
    farthest_first = sorted(db.session.execute(asked), key=lambda row: -line.index(row.region_id))
    return {**defaults, **{row.key: row.value for row in farthest_first}}


def limits_of(county_id: UUID) -> dict[str, Limit]:
    """Time grade code -> its limit."""
    line = lineage(county_id)
    grades = db.session.scalars(select(TimeGrade).where(TimeGrade.region_id.in_(line))).all()
    farthest_first = sorted(grades, key=lambda g: -line.index(g.region_id))
    return {g.code: Limit(LimitKind(g.limit_kind), g.limit_value) for g in farthest_first}


def time_grades(county_id: UUID) -> Sequence[TimeGrade]:
    line = lineage(county_id)
    return db.session.scalars(select(TimeGrade).where(TimeGrade.region_id.in_(line)).order_by(TimeGrade.code)).all()


def calendar_of(county_id: UUID) -> Calendar:
    """The working calendar as rows: a year is known when the region or one above it has any row of it."""
    rows = db.session.scalars(select(Holiday).where(Holiday.region_id.in_(lineage(county_id)))).all()
    return Calendar(
        days_off=frozenset(h.day for h in rows if not h.works),
        make_up_days=frozenset(h.day for h in rows if h.works),
        known_years=frozenset(h.day.year for h in rows),
    )


def checklist_in_force(county_id: UUID) -> Checklist:
    """The newest published checklist of the county or of what it inherits from."""
    line = lineage(county_id)
    newest_first = (
        select(Checklist)
        .where(Checklist.region_id.in_(line), Checklist.published_at.is_not(None))
        .order_by(Checklist.published_at.desc())
    )
    published = db.session.scalars(newest_first).all()
    if not published:
        raise Problem("checklist_unknown")
    return min(published, key=lambda c: line.index(c.region_id))  # min keeps the first, the newest, of equals


def published_checklists(county_id: UUID) -> Sequence[Checklist]:
    """Every published version is accepted from a phone for ever (decision 29)."""
    return db.session.scalars(
        select(Checklist)
        .where(Checklist.region_id.in_(lineage(county_id)), Checklist.published_at.is_not(None))
        .order_by(Checklist.published_at)
    ).all()


def item_of(checklist_id: UUID, code: str) -> ChecklistItem:
    item = db.session.get(ChecklistItem, (checklist_id, code))
    if item is None:
        raise Problem("item_unknown", pointer="/item_code", item=code)
    return item


# Asked for every record a phone sends: made once, for putting them together costs more than asking.
LINE = _line(bindparam("region", type_=Region.id.type))
PUBLISHED = (
    select(Checklist.id)
    .join(LINE, LINE.c.id == Checklist.region_id)
    .where(Checklist.version == bindparam("version"), Checklist.published_at.is_not(None))
)
PUBLISHED_ITEM = select(ChecklistItem).where(
    ChecklistItem.checklist_id.in_(PUBLISHED), ChecklistItem.code == bindparam("code")
)


def published_item(county_id: UUID, version: str, code: str) -> ChecklistItem:
    """An item of any version ever published for the county; the two ways to miss it have each its own word."""
    asked = {"region": county_id, "version": version, "code": code}
    item = db.session.scalars(PUBLISHED_ITEM, asked).one_or_none()
    if item is None:
        known = db.session.scalars(PUBLISHED, asked).first() is not None
        raise (
            Problem("item_unknown", pointer="/item_code", item=code)
            if known
            else Problem("checklist_unknown", pointer="/checklist_version")
        )
    return item


def published_codes(county_id: UUID) -> frozenset[str]:
    """Of dimensions and items."""
    published = select(Checklist.id).where(
        Checklist.region_id.in_(lineage(county_id)), Checklist.published_at.is_not(None)
    )
    codes = union(*(select(of.code).where(of.checklist_id.in_(published)) for of in (Dimension, ChecklistItem)))
    return frozenset(db.session.scalars(codes))


def scheme_in_force(county_id: UUID, month: date) -> Scheme:
    """The scheme valid on the first of that month, nearest region first."""
    line = lineage(county_id)
    valid = db.session.scalars(select(Scheme).where(Scheme.region_id.in_(line), Scheme.valid_from <= month)).all()
    return min(valid, key=lambda s: (line.index(s.region_id), -s.valid_from.toordinal()))


def first_month(town_id: UUID) -> date:
    """From its first scheme on a town has scores; what is said of earlier months has none to move."""
    begun = select(func.min(Scheme.valid_from)).where(Scheme.region_id.in_(lineage(town_id)))
    return db.session.scalars(begun).one() or date.max


def phrases(county_id: UUID) -> Sequence[Phrase]:
    return db.session.scalars(
        select(Phrase).where(Phrase.region_id.in_(lineage(county_id))).order_by(Phrase.position)
    ).all()


def scheme_full_marks(county_id: UUID) -> dict[str, str]:
    """Full marks per dimension of the newest scheme, for display."""
    marks: dict[str, str] = _newest_scheme(county_id).rules["site"]["dimensions"]
    return marks


def self_checks_aimed_at(county_id: UUID) -> int:
    """Days a month, by the newest scheme."""
    return int(_newest_scheme(county_id).rules["upkeep"]["self_check_target"])


def _newest_scheme(county_id: UUID) -> Scheme:
    line = lineage(county_id)
    newest_first = select(Scheme).where(Scheme.region_id.in_(line)).order_by(Scheme.valid_from.desc())
    return min(db.session.scalars(newest_first).all(), key=lambda s: line.index(s.region_id))
