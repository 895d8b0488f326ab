"""Notices (消息): who hears of which act. Nobody hears of an act that they may not read themselves."""

from datetime import time
from enum import StrEnum
from typing import Any

from app.domain.people import ANSWERING, Role
from app.domain.warning import Colour

MORNING = time(8, 30)  # of China's working days: the count of what stands
ON_DUTY = (*ANSWERING, Role.SUPERVISOR, Role.LEADER)  # who gets it


class Audience(StrEnum):
    ANSWERING = "answering"  # the town's people, and those of the unit a point was directed to
    OFFICE = "office"  # supervisors of the county
    LEADERS = "leaders"
    INSPECTORS = "inspectors"  # of the round
    THEMSELVES = "themselves"  # whose own stream it stands in


A = Audience
TOWN_SIDE, DESK_SIDE, BOTH = (A.ANSWERING,), (A.OFFICE,), (A.ANSWERING, A.OFFICE)
TELLS: dict[str, tuple[Audience, ...]] = {
    "order.issue": TOWN_SIDE,
    "order.remind": TOWN_SIDE,
    "order.urge": TOWN_SIDE,
    "order.void": TOWN_SIDE,
    "order.sign": DESK_SIDE,
    "order.close": BOTH,
    "order.raise": (*BOTH, A.LEADERS),
    "order.list": (*BOTH, A.LEADERS),
    "order.ask_removal": DESK_SIDE,
    "order.delist": (*BOTH, A.LEADERS),
    "order.warn": (),  # by its colour
    "finding.warn": (),
    "finding.overdue": (*BOTH, A.LEADERS),
    "finding.hand_over": TOWN_SIDE,
    "finding.return": TOWN_SIDE,
    "finding.pass": TOWN_SIDE,
    "finding.rebound": TOWN_SIDE,
    "finding.unpass": TOWN_SIDE,
    "finding.unreturn": TOWN_SIDE,
    "finding.suspend": TOWN_SIDE,
    "finding.resume": TOWN_SIDE,
    "finding.direct": TOWN_SIDE,
    "finding.urge": TOWN_SIDE,
    "finding.void": TOWN_SIDE,
    "finding.merge": TOWN_SIDE,
    "finding.reclassify": TOWN_SIDE,
    "finding.submit": DESK_SIDE,
    "evidence.keep": BOTH,
    "request.make": DESK_SIDE,
    "request.withdraw": DESK_SIDE,
    "request.grant": TOWN_SIDE,
    "request.refuse": TOWN_SIDE,
    "approval.ask": DESK_SIDE,
    "approval.grant": DESK_SIDE,
    "approval.refuse": DESK_SIDE,
    "recheck.hand": (A.THEMSELVES,),
    "recheck.take_back": (A.THEMSELVES,),
    "recheck.hold": DESK_SIDE,
    "recheck.fail": DESK_SIDE,
    "copy.send": (A.THEMSELVES,),
    "copy.void": (A.THEMSELVES,),
    "round.open": (A.INSPECTORS,),
    "round.release": TOWN_SIDE,
}
WARNED: dict[Colour, tuple[Audience, ...]] = {
    Colour.BLUE: TOWN_SIDE,
    Colour.YELLOW: BOTH,
    Colour.RED: (*BOTH, A.LEADERS),
}


def audience_of(act: str, body: dict[str, Any], *, in_order: bool) -> tuple[Audience, ...]:
    """An order's own warning speaks for its overdue points."""
    if act.endswith(".warn"):
        return WARNED[Colour(body["colour"])]
    return () if act == "finding.overdue" and in_order else TELLS[act]
