"""Visibility: viewer × noun × way of asking. Each cell first proves that the rows are there for someone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import TextClause, column, exists, func, literal, select, table, union, update
from sqlalchemy.orm import aliased, join, joinedload, selectinload

from app.db import ViewerAlreadySet, db, look_as, looking_as
from app.domain.people import NOBODY, SYSTEM, Role, Viewer
from app.models import Base, Finding, FindingOrigin, Order, Photo, Region, Round, RoundTown, Visit
from app.models.visibility import OPEN, RULES, AliasedJoin, NobodyLooking, RawSql
from tests import make

Ask = Callable[[], set[UUID]]
inner, other = aliased(Finding), aliased(Finding)

WAYS: dict[str, Ask] = {
    "entity": lambda: {f.id for f in db.session.scalars(select(Finding))},
    "column": lambda: set(db.session.scalars(select(Finding.id))),
    "alias": lambda: set(db.session.scalars(select(other.id))),
    "join from an open table": lambda: set(
        db.session.scalars(select(Finding.id).select_from(Region).join(Finding, Finding.town_id == Region.id))
    ),
    "beside itself": lambda: set(db.session.scalars(select(inner.id).where(inner.county_id == Finding.county_id))),
    "outer join": lambda: (
        set(db.session.scalars(select(Finding.id).select_from(Region).outerjoin(Finding, Finding.town_id == Region.id)))
        - {None}
    ),
    "scalar subquery": lambda: (
        set(
            db.session.scalars(
                select(select(Finding.id).where(Finding.town_id == Region.id).limit(1).scalar_subquery()).select_from(
                    Region
                )
            )
        )
        - {None}
    ),
    "from a subquery": lambda: set(db.session.scalars(select(select(Finding.id).subquery().c.id))),
    "union": lambda: set(db.session.scalars(union(select(Finding.id), select(other.id)))),
    "query": lambda: {f.id for f in db.session.query(Finding)},
    "photos with their finding": lambda: set(
        db.session.scalars(
            select(Finding.id).join(Photo, Photo.owner_id == Finding.id).join(FindingOrigin, isouter=True)
        )
    ),
}


@dataclass
class Secret:
    """One released and one hidden point in 梅城镇, one released in 寿昌镇."""

    seen: UUID
    hidden: UUID
    elsewhere: UUID
    hidden_round: UUID

    @property
    def everything(self) -> set[UUID]:
        return {self.seen, self.hidden, self.elsewhere}


@pytest.fixture
def secret(world: make.World, look: Any) -> Secret:
    with look(SYSTEM):
        points = {town: _released(world, town) for town in ("梅城镇", "寿昌镇")}
        round_ = make.make_round(world, "梅城镇")
        visit = make.make_visit(round_, world.viewers["inspector"])
        hidden = make.make_finding(visit, world.viewers["inspector"], "SS-02")
        db.session.commit()
        return Secret(points["梅城镇"], hidden.id, points["寿昌镇"], round_.id)


def _released(world: make.World, town: str) -> UUID:
    inspector = world.viewers["inspector"]
    round_ = make.make_round(world, town)
    visit = make.make_visit(round_, inspector)
    finding = make.make_finding(visit, inspector)
    make.finish(visit, inspector)
    db.session.flush()
    make.release(round_, world.viewers["supervisor"])
    return finding.id


EXPECTED = {
    "town": lambda s: {s.seen},
    "town2": lambda s: {s.elsewhere},
    "leader": lambda s: {s.seen, s.elsewhere},
    "supervisor2": lambda s: {s.seen, s.elsewhere},
    "supervisor": lambda s: s.everything,
    "inspector": lambda s: s.everything,
    "inspector2": lambda s: set(),
    "auditor": lambda s: set(),
    "sysadmin": lambda s: set(),
}


@pytest.mark.parametrize("who", EXPECTED)
def test_a_viewer_meets_only_what_exists_for_them(world: make.World, secret: Secret, look: Any, who: str) -> None:
    """Every way of asking gives the same rows; one point per region in the scalar sub-select."""
    with look(SYSTEM):
        everything = {way: ask() for way, ask in WAYS.items()}
    with look(world.viewers[who]):
        found = {way: ask() for way, ask in WAYS.items()}
    allowed = EXPECTED[who](secret)
    assert all(rows >= secret.everything or way == "scalar subquery" for way, rows in everything.items())
    assert found == dict.fromkeys(WAYS, allowed) | {"scalar subquery": found["scalar subquery"]}
    assert found["scalar subquery"] <= allowed


COUNTS: dict[str, Callable[[UUID], int]] = {
    "count of a column": lambda _: db.session.scalars(select(func.count(Finding.id))).one(),
    "count from": lambda _: db.session.scalars(select(func.count()).select_from(Finding)).one(),
    "any of a relation": lambda key: len(
        db.session.scalars(select(Photo.id).where(Photo.owner_id.in_(select(Finding.id)))).all()
    ),
}


@pytest.mark.parametrize("way", COUNTS)
def test_a_count_tells_a_town_nothing_of_the_hidden_point(
    world: make.World, secret: Secret, look: Any, way: str
) -> None:
    with look(SYSTEM):
        assert COUNTS[way](secret.hidden) > 1
    with look(world.viewers["town"]):
        assert COUNTS[way](secret.hidden) == 1


def test_by_id_and_after_a_commit_the_hidden_point_is_not_there(world: make.World, secret: Secret, look: Any) -> None:
    with look(SYSTEM):
        assert db.session.get(Finding, secret.hidden) is not None
    with look(world.viewers["town"]):
        assert db.session.get(Finding, secret.seen) is not None
        db.session.commit()
        assert db.session.get(Finding, secret.hidden) is None


def test_relations_of_a_visible_row_lead_to_visible_rows_only(world: make.World, secret: Secret, look: Any) -> None:
    with look(world.viewers["supervisor"]):
        finding = db.session.scalars(select(Finding).where(Finding.id == secret.seen)).one()
        assert finding.origin is not None
    with look(world.viewers["town"]):
        statement = select(Finding).options(selectinload(Finding.photos), joinedload(Finding.origin))
        finding = db.session.scalars(statement).unique().one()
        assert (finding.origin, len(finding.photos)) == (None, 1)


def test_a_town_knows_no_member_no_visit_and_no_hidden_round(world: make.World, secret: Secret, look: Any) -> None:
    with look(world.viewers["supervisor"]):
        assert db.session.get(Round, secret.hidden_round) is not None
        assert db.session.scalars(select(Visit)).first() is not None
    with look(world.viewers["town"]):
        assert db.session.get(Round, secret.hidden_round) is None
        assert db.session.scalars(select(Visit)).first() is None
        assert db.session.scalars(select(RoundTown.town_id).distinct()).all() == [world.towns["梅城镇"]]


def test_a_bulk_update_reaches_own_rows_only(world: make.World, secret: Secret, look: Any) -> None:
    with look(world.viewers["town"]):
        touched = db.session.execute(update(Finding).values(note="改").execution_options(synchronize_session=False))
        assert touched.rowcount == 1  # type: ignore[attr-defined]  # a cursor result of an UPDATE


def test_an_inspector_sees_the_plan_from_the_eve_on(world: make.World, secret: Secret, look: Any) -> None:
    with look(SYSTEM):
        round_ = db.session.get(Round, secret.hidden_round)
        assert round_ is not None
        round_.opened_at = None
        db.session.commit()
    with look(world.viewers["inspector"]):
        assert db.session.get(Round, secret.hidden_round) is None


def test_a_drafted_order_is_not_the_towns(world: make.World, secret: Secret, look: Any) -> None:
    with look(SYSTEM):
        finding = db.session.get(Finding, secret.seen)
        assert finding is not None
        order = make.make_order([finding], world.viewers["supervisor"])
        db.session.flush()
        order_id = order.id
        db.session.commit()
    with look(world.viewers["town"]):
        assert db.session.get(Order, order_id) is not None
    with look(world.viewers["town2"]):
        assert db.session.get(Order, order_id) is None


@pytest.mark.parametrize(
    "raw",
    [
        TextClause("SELECT id FROM finding"),
        select(table("finding", column("id"))),
        select(literal(1)),
        select(exists().where(Finding.quantity > 0)),
    ],
)
def test_statements_past_the_rules_stop(world: make.World, look: Any, raw: Any) -> None:
    with look(SYSTEM):
        db.session.execute(raw)
    with look(world.viewers["town"]), pytest.raises(RawSql):
        db.session.execute(raw)


JOINED: dict[str, Callable[[], Any]] = {
    "to itself": lambda: select(inner.id).select_from(Finding).join(inner, inner.county_id == Finding.county_id),
    "to another alias": lambda: select(inner.id).join(other, other.county_id == inner.county_id),
    "within": lambda: select(Region.id).where(
        exists().where(Region.id.in_(select(Finding.town_id).join(inner, inner.county_id == Finding.county_id)))
    ),
    "as a table": lambda: select(inner.id).select_from(join(Finding, inner, inner.county_id == Finding.county_id)),
}


@pytest.mark.parametrize("way", JOINED)
def test_a_joined_alias_stops_for_its_filter_would_fall_on_the_other(world: make.World, look: Any, way: str) -> None:
    with look(world.viewers["town"]), pytest.raises(AliasedJoin):
        db.session.execute(JOINED[way]())
    with look(SYSTEM):
        db.session.execute(JOINED[way]())


def test_without_a_viewer_nothing_is_read(app: Any, wire: Any) -> None:
    with app.app_context(), pytest.raises(NobodyLooking):
        db.session.scalars(select(Region)).first()


def test_a_viewer_is_set_once(app: Any, wire: Any, world: make.World) -> None:
    with app.app_context(), looking_as(world.viewers["town"]), pytest.raises(ViewerAlreadySet):
        look_as(world.viewers["supervisor"])


def test_every_table_has_exactly_one_rule() -> None:
    mapped = {mapper.class_ for mapper in Base.registry.mappers}
    assert mapped == set(RULES) | OPEN
    assert not set(RULES) & OPEN


def test_nobody_and_public_see_no_ruled_row_of_a_case(world: make.World, secret: Secret, look: Any) -> None:
    for viewer in (NOBODY, Viewer(Role.PUBLIC)):
        with look(viewer):
            assert db.session.scalars(select(Finding)).first() is None
