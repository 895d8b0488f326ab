"""Play (演出): puts rounds, orders and entries on the agenda, and lets three months pass up to now."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.actions.notice import mark_read
from app.db import db, looking_as, now
from app.demo import again, census, course, desk, entries, field, kept, pressing, second_looks, town
from app.demo.album import Album
from app.demo.clock import Clock, borrowed_clock
from app.demo.days import EARLIEST, Days, in_daylight
from app.demo.due import EVERYTHING, do_what_is_due
from app.demo.people import county_row, make_cast
from app.demo.scene import WIDTH
from app.demo.script import COURSES, FINISHED, GIVEN_UP, RELEASED, THIS_WEEK, TO_COME, Course, RoundPlan, points
from app.demo.stage import Stage
from app.demo.words import ROUND_VOID
from app.domain.calendar import local_day, moment
from app.domain.people import SYSTEM
from app.models import Notice, Unit
from app.queries.rules import calendar_of

ALREADY = "There is data already; nothing was done."
FIRST_DAY = 57  # working days before today
ARCHIVED_AFTER = timedelta(days=20)
READ_AFTER = timedelta(days=2)  # people of the demo look at their notices


def make_demo(migration_url: str, password: str, width: int = WIDTH) -> str:
    """Makes it once; returns a line that says what there is now. The clock is given back in any case."""
    with borrowed_clock(migration_url) as clock:
        with looking_as(SYSTEM):
            if db.session.scalars(select(Unit.id)).first() is not None:
                return ALREADY
            days = Days(calendar_of(county_row().id), now())
        clock.set_to(days.back(FIRST_DAY))
        with looking_as(SYSTEM):
            stage = Stage(make_cast(password), days, Album(width))
            db.session.commit()
        stage.album.draw_ahead()
        _put_on(stage)
        _let_time_pass(stage, clock)
    with looking_as(SYSTEM):
        return "demo data: " + ", ".join(f"{number} {what}" for what, number in census.counts().items())


def _let_time_pass(stage: Stage, clock: Clock) -> None:
    """Act after act at its own moment; before each, what is due by then. At the end, everything that is due."""
    while (following := stage.next_act()) is not None:
        at, act = following
        do_what_is_due(clock, at)
        clock.set_to(at)
        with looking_as(SYSTEM):
            act()
            db.session.commit()
    do_what_is_due(clock, stage.days.until)
    clock.set_to(stage.days.until)
    do_what_is_due(clock, stage.days.until, EVERYTHING)
    with looking_as(SYSTEM):
        mark_read(list(db.session.scalars(select(Notice).where(Notice.at < now() - READ_AFTER))), now())
        db.session.commit()


def _put_on(stage: Stage) -> None:
    for plan in RELEASED:
        _round(stage, plan)
        stage.later(stage.days.back(plan.last - 1), partial(desk.release, stage, plan))
        _orders(stage, plan)
    _round(stage, FINISHED)
    stage.later(stage.days.back(FINISHED.last - 1), partial(_finish, stage, FINISHED))
    _void_visit(stage, RELEASED[1])
    _this_week(stage)
    _given_up_and_to_come(stage)
    for number in (25, 8):
        stage.later(stage.days.back(number, 16), partial(desk.archive, stage, ARCHIVED_AFTER))
    stage.later(stage.days.back(1, 16, 10), partial(pressing.ask_to_list, stage))
    stage.later(stage.days.back(1, 16, 40), partial(pressing.agree_to_one, stage))
    stage.later(stage.days.back(2, 8, 40), partial(again.draw, stage))
    stage.later(stage.days.back(1, 14, 20), partial(again.look, stage))
    stage.later(stage.days.newest, partial(again.send_to_answer, stage))
    stage.later(stage.days.back(1, 17), partial(second_looks.look_again, stage))
    entries.put_on(stage, stage.days.back(RELEASED[0].first))
    kept.put_on(stage)
    _self_checks(stage)


def _round(stage: Stage, plan: RoundPlan) -> None:
    """Planned some days before; its towns are visited in turn."""
    days = stage.days
    first, last = days.back(plan.first), days.back(plan.last)
    stage.later(days.back(plan.first + 2, 15), partial(desk.plan, stage, plan, first, last))
    length = plan.first - plan.last + 1
    for number, name in enumerate(plan.names):
        visited = days.back(plan.first - number % length, 10 + 2 * (number // length), 25 + number)
        who = desk.INSPECTORS[number % 2]
        stage.later(visited, partial(field.whole_visit, stage, plan.key, name, who))


def _finish(stage: Stage, plan: RoundPlan) -> None:
    """Looked through in part, not released yet."""
    desk.look_through(stage, plan)
    desk.step_of_round(stage, plan, "finish")


def _orders(stage: Stage, plan: RoundPlan) -> None:
    """Two days after the release, unless the order goes its own way; points of no part are free for another one."""
    parts = dict.fromkeys((p.town, p.part) for p in points() if p.round == plan.key and p.part)
    for number, (name, part) in enumerate(parts):
        its = COURSES.get((plan.key, name, part), Course())
        at = stage.days.back(plan.last - 2, 10, 5 * number)
        if its.hours_ago is not None:
            at = in_daylight(stage.days.until - timedelta(hours=its.hours_ago))
        stage.later(at, partial(course.issue, stage, plan, name, part, its))


def _self_checks(stage: Stage) -> None:
    """A town that looks at its own streets, on two days."""
    for back, dimension in ((4, "WS"), (1, "SS")):
        stage.later(stage.days.back(back, 9, 20), partial(town.check_own_streets, stage, "梅城镇", dimension))


def _void_visit(stage: Stage, plan: RoundPlan) -> None:
    """Somebody took the wrong road: begun, and made void before the right one."""
    name, days = plan.names[1], stage.days
    began = days.back(plan.first, 8, 40)
    stage.later(began, partial(field.start, stage, plan.key, name, "inspector2", began))
    stage.later(days.back(plan.first, 8, 55), partial(desk.void_visit, stage, plan, name))


def _this_week(stage: Stage) -> None:
    """Not released: one town is done, two visits are under way just now, one town is still to come."""
    plan, days = THIS_WEEK, stage.days
    done, first, second, _to_come = plan.names
    week = (days.back(1), days.until + timedelta(days=3))
    stage.later(days.back(3, 16), partial(desk.plan, stage, plan, *week))
    stage.later(days.back(1, 15, 40), partial(field.whole_visit, stage, plan.key, done, "inspector"))
    begun = _begun(days.newest)
    _under_way(stage, plan, first, begun)
    _under_way(stage, plan, second, begun + (days.newest - begun) * 3 / 5)


def _begun(newest: datetime) -> datetime:
    """Eighty minutes before that, but not in the night."""
    return max(newest - timedelta(minutes=80), moment(local_day(newest), EARLIEST))


def _under_way(stage: Stage, plan: RoundPlan, name: str, began: datetime) -> None:
    stage.later(began, partial(field.start, stage, plan.key, name, "inspector", began))
    for number, point in enumerate(p for p in points() if (p.round, p.town) == (plan.key, name)):
        at = began + (stage.days.newest - began) * (number + 1) / 4
        stage.later(at, partial(field.record, stage, point, "inspector", at))


def _given_up_and_to_come(stage: Stage) -> None:
    days = stage.days
    window = (days.back(GIVEN_UP.first), days.back(GIVEN_UP.last))
    stage.later(days.back(GIVEN_UP.first + 4, 15), partial(desk.plan, stage, GIVEN_UP, *window))
    stage.later(days.back(GIVEN_UP.first + 2), partial(desk.step_of_round, stage, GIVEN_UP, "void", ROUND_VOID))
    window = (days.until + timedelta(days=8), days.until + timedelta(days=10))
    stage.later(days.back(1, 16), partial(desk.plan, stage, TO_COME, *window))
