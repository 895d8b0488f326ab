"""Town (大镇): a town with five hundred points of one order to answer, each with its photo, made by the actions."""

from itertools import cycle, islice

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.order import step_order
from app.db import db, now
from app.models import Checklist, ChecklistItem
from tests import make

POINTS = 500
NOTES = ("北门两只桶满溢，桶边有散落垃圾", "河埠头水面漂浮塑料袋，约三平方米，靠近老桥一侧", "")


def fill(world: make.World) -> None:
    """Recorded, released, ordered and signed for by 梅城镇."""
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    round_ = make.make_round(world, "梅城镇")
    visit = make.make_visit(round_, inspector)
    for n, code in enumerate(islice(cycle(codes()), POINTS)):
        make.make_finding(visit, inspector, code, quantity=str(n % 4 + 1), note=NOTES[n % len(NOTES)])
    make.finish(visit, inspector)
    make.release(round_, supervisor)
    order = make.make_order(list(round_.findings), supervisor)
    step_order(order, Move("sign", world.viewers["town"], now()))


def codes() -> list[str]:
    """Of the checklist, in its order."""
    return list(db.session.scalars(select(ChecklistItem.code).join(Checklist).distinct().order_by(ChecklistItem.code)))
