"""Scores (得分): computed from the facts of a town-month and stored with every line; an old one is never touched."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam, column, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB

from app.actions import contents
from app.actions.journal import Act, Place, plan, write
from app.db import db
from app.domain import chance
from app.domain.calendar import Month
from app.domain.journal import StreamKind
from app.domain.people import SYSTEM
from app.domain.reactions import REFRESH
from app.domain.score import FORMULA, Line, TownMonth, facts_hash, read_scheme, score
from app.domain.score import Score as Account
from app.domain.score.history import INSTANT
from app.domain.score.rational import written
from app.models import Due, Region, Scheme, Score, ScoreLine
from app.queries.rules import scheme_in_force
from app.queries.score_facts import gather


def recompute(town: Region, month: Month, at: datetime) -> Score | None:
    """Append a score if facts, scheme or formula differ from those of the newest one; None: nothing new."""
    _wait_for_turn(town)
    gathered = gather(town.id, month, at)
    if month == Month.of(at) and gathered.changes_at is not None:
        _come_back(town, gathered.changes_at)
    scheme, newest = scheme_in_force(town.id, month.first_day), _newest(town, month)
    digest = facts_hash(gathered.facts)
    if newest is not None and _is_of(newest, digest, scheme):
        return None
    account = score(gathered.facts, read_scheme(scheme.rules))
    stored = _scored(town, gathered.facts, account, scheme)
    stored.facts_hash = digest
    stored.computed_at = at if newest is None else max(at, newest.computed_at + INSTANT)  # the newest counts
    db.session.add(stored)
    db.session.flush()
    rows = [_line(stored.id, position, line) for position, line in enumerate(account.lines)]
    _store_lines(rows)
    place = Place(StreamKind.TOWN, town.county_id, town.id)
    said = {"month": str(month), "account": contents.of_account(stored, rows)}
    write(Act("score.compute", stored.id, said), place, SYSTEM, at)
    return stored


def _wait_for_turn(town: Region) -> None:
    """Two computations of one town follow each other, and the later one sees what the earlier one stored."""
    db.session.scalars(select(Region.id).where(Region.id == town.id).with_for_update(key_share=True)).one()


def _come_back(town: Region, at: datetime) -> None:
    """Plan the next look at a running month, once, for when time alone will have changed its facts."""
    planned = select(Due.id).where(Due.job == REFRESH, Due.key == str(town.id), Due.done_at.is_(None), Due.run_at == at)
    if db.session.scalars(planned).first() is None:
        plan(REFRESH, town.id, at)


def _newest(town: Region, month: Month) -> Score | None:
    of_month = select(Score).where(Score.town_id == town.id, Score.month == month.first_day)
    return db.session.scalars(of_month.order_by(Score.computed_at.desc()).limit(1)).one_or_none()


def _is_of(stored: Score, digest: str, scheme: Scheme) -> bool:
    return (stored.facts_hash, stored.scheme_id, stored.code_version) == (digest, scheme.id, FORMULA)


def _scored(town: Region, facts: TownMonth, account: Account, scheme: Scheme) -> Score:
    return Score(
        id=chance.new_id(),
        county_id=town.county_id,
        town_id=town.id,
        month=facts.month.first_day,
        scheme_id=scheme.id,
        value=account.value,
        band=account.band,
        figures=_figures(facts, account),
        code_version=FORMULA,
    )


def _figures(facts: TownMonth, account: Account) -> dict[str, Any]:
    """What lies between facts and value, exact: the parts, the mean R of each kind of visit, the points due."""
    parts = {name: written(amount) for name, amount in account.parts.items()}
    means = {f"mean.{kind}": written(mean) for kind, mean in account.means.items()}
    points = {
        "due": len(facts.points),
        "on_time": sum(point.on_time for point in facts.points),
        "closed": sum(point.closed for point in facts.points),
        "reworked": sum(point.reworked for point in facts.points),
    }
    return {**parts, **means, **{name: str(number) for name, number in points.items()}}


def _store_lines(rows: Sequence[dict[str, Any]]) -> None:
    """All in one statement with one parameter: hundreds of rows one by one took longer than the formula."""
    columns = ScoreLine.__mapper__.columns
    typed = [column(each.key, each.type) for each in columns]
    given = func.jsonb_to_recordset(bindparam("rows", rows, JSONB)).table_valued(*typed).render_derived(with_types=True)
    db.session.execute(insert(ScoreLine).from_select([each.key for each in columns], select(given)))


def _line(score_id: UUID, position: int, line: Line) -> dict[str, Any]:
    plain = cast("dict[str, Any]", line.plain())
    return {**plain, "score_id": str(score_id), "position": position, "raw": plain["points"]}
