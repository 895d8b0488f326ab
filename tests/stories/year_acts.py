"""The year's acts (一年里做的事): inspectors, the office and the towns do by actions what the plan says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from app.actions.finding import step_finding
from app.actions.order import step_order
from app.actions.round import Plan, plan_round
from app.actions.visit import Started, start_visit
from app.db import db, now
from app.domain import chance
from app.domain.finding import Sameness
from app.domain.people import Role, UnitKind
from app.domain.round import RoundKind
from app.models import Finding, Order, Region, Round, User, Visit
from app.queries.by_id import one
from app.queries.rules import checklist_in_force
from tests import make
from tests.stories.county import County
from tests.stories.year_fates import FATES, Fates
from tests.stories.year_plan import (
    DAY,
    HAZARD,
    LISTED,
    PAPER,
    TOWNS,
    UNSIGNED,
    WITHDRAWN,
    OrderPlan,
    Point,
    RoundPlan,
    at,
)

HOUR = timedelta(hours=1)


def prepare() -> make.World:
    """The county's people; every town of the plan has its own."""
    world = make.make_world()
    county = one(Region, str(world.county_id))
    world.viewers["梅城镇"], world.viewers["寿昌镇"] = world.viewers["town"], world.viewers["town2"]
    for name in TOWNS[2:]:
        town = one(Region, str(world.towns[name]))
        unit = make.make_unit(f"{name}人民政府", UnitKind.TOWN, town)
        world.viewers[name] = make.make_person(name, Role.TOWN, unit, county, town)
    return world


@dataclass
class Year:
    """What has been made so far, by its number in the plan."""

    county: County
    rounds: list[RoundPlan]
    made: dict[int, UUID] = field(default_factory=dict)
    orders: dict[int, UUID] = field(default_factory=dict)

    def put_on(self) -> None:
        for plan in self.rounds:
            self.later(at(plan.visited - 4 * DAY, 9), partial(self.begin, plan))

    def later(self, when: datetime, act: Callable[[], object]) -> None:
        self.county.later(when, act)

    def begin(self, plan: RoundPlan) -> None:
        world = self.county.world
        made = Plan(
            county_id=world.county_id,
            title=f"{plan.month}月督查",
            kind=RoundKind(plan.kind),
            window_from=plan.visited,
            window_to=plan.released,
            checklist=checklist_in_force(world.county_id),
            towns=[one(Region, str(world.towns[order.town])) for order in plan.orders],
            inspectors=[one(User, str(world.viewers[who].user_id)) for who in ("inspector", "inspector2")],
        )
        round_id = plan_round(made, world.viewers["supervisor"], now()).id
        for n, order in enumerate(plan.orders):
            self.later(at(plan.visited, 9 + n), partial(self.visit, plan, order, round_id))
            self.later(order.issued, partial(self.issue, order))
            if order.no == WITHDRAWN:
                self.later(at(PAPER.after(plan.released, 1), 10), partial(self.issue_in_vain, order))
        self.later(at(plan.released, 17), partial(self.release, round_id))

    def visit(self, plan: RoundPlan, order: OrderPlan, round_id: UUID) -> None:
        inspector = self.county.world.viewers["inspector"]
        town_id = self.county.world.towns[order.town]
        started = Started(chance.new_id(), town_id, now() - HOUR, make.HERE, None)
        start_visit(one(Round, str(round_id)), started, inspector, now())
        visit = one(Visit, str(started.visit_id))
        for point in order.points:
            self.made[point.no] = self._record(visit, point)
        if order.town in plan.hazards:
            self._hand_over(visit, order.town)
        make.finish(visit, inspector)

    def _record(self, visit: Visit, point: Point) -> UUID:
        inspector = self.county.world.viewers["inspector"]
        if point.again is None:
            return make.make_finding(visit, inspector, point.item).id
        spot_id = one(Finding, str(self.made[point.again])).spot_id
        return make.make_finding(visit, inspector, point.item, sameness=Sameness.AGAIN, spot_id=spot_id).id

    def _hand_over(self, visit: Visit, town: str) -> None:
        """A missing cover cannot wait for an order."""
        finding_id = make.make_finding(visit, self.county.world.viewers["inspector"], HAZARD).id
        step_finding(one(Finding, str(finding_id)), self.county.move("hand_over", "inspector"))
        fates = Fates(self.county, finding_id, town)
        self.later(now() + HOUR, lambda: fates.answer_then(fates.passed))

    def release(self, round_id: UUID) -> None:
        make.release(one(Round, str(round_id)), self.county.world.viewers["supervisor"])

    def issue_in_vain(self, order: OrderPlan) -> None:
        order_id = self._issued(order)
        self.later(now() + 5 * HOUR, partial(self.step_order, order_id, "void"))

    def issue(self, order: OrderPlan) -> None:
        order_id = self.orders[order.no] = self._issued(order)
        for point in order.points:
            if point.fate == "void":
                self.later(now() + 3 * HOUR, partial(self.step, point, "void"))
        if order.no in UNSIGNED:
            self.later(now() + 49 * HOUR, partial(self.start, order))
        else:
            self.later(now() + (2 + order.no % 7 * 3) * HOUR, partial(self.sign, order))
        if order.no == LISTED:
            listing = partial(self.step_order, order_id, "list", leader="分管副市长")
            self.later(now() + 5 * DAY, listing)

    def _issued(self, order: OrderPlan) -> UUID:
        findings = [one(Finding, str(self.made[point.no])) for point in order.points]
        return make.make_order(findings, self.county.world.viewers["supervisor"]).id

    def sign(self, order: OrderPlan) -> None:
        self.step_order(self.orders[order.no], "sign", order.town)
        self.later(now() + 2 * HOUR, partial(self.start, order))

    def start(self, order: OrderPlan) -> None:
        """Signed for, by the town or by SYSTEM: each point goes its way."""
        for point in order.points:
            if point.fate in FATES:
                FATES[point.fate](Fates(self.county, self.made[point.no], order.town))

    def step(self, point: Point, action: str) -> None:
        step_finding(one(Finding, str(self.made[point.no])), self.county.move(action, "supervisor"))

    def step_order(self, order_id: UUID, action: str, who: str = "supervisor", **choices: object) -> None:
        step_order(one(Order, str(order_id)), self.county.move(action, who, **choices))
        db.session.flush()

    def take_down(self, order_id: UUID, town: str) -> None:
        """摘牌: asked for by the town, and looked at."""
        self.step_order(order_id, "ask_removal", town)
        self.step_order(order_id, "delist")
