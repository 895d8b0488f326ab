"""What an act brings about (办完之后): the model moved on, and which acts the journal says of it, each how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.properties.model import RED, Model, Person, Thing

Acts = Counter[str]
TWO_PERSON = {("order", "list"), ("order", "delist")}  # and the void of an issued order


def needs_second(thing: Thing, action: str) -> bool:
    return (thing.noun, action) in TWO_PERSON or (thing.noun == "order" and action == "void" and thing.issued)


def apply(model: Model, who: Person, thing: Thing, sent: dict[str, Any]) -> Acts:
    """After an act that was let through. An act for two people is only asked for."""
    action = sent["action"]
    if needs_second(thing, action):
        more = {"subject": thing, "action": action, "sent": sent, "asked_by": who}
        model.things.append(Thing("approval", "", "asked", thing.town, more=more))
        return Counter(["approval.ask"])
    return do(model, who, thing, sent)


def do(model: Model, who: Person, thing: Thing, sent: dict[str, Any]) -> Acts:
    """The step itself, and what follows from it."""
    row = model.row(who, thing, sent["action"])
    assert row is not None
    thing.state = thing.state if row.target == "=" else row.target
    acts = Counter([f"{thing.noun}.{row.action}"])
    follow = FOLLOWS.get((thing.noun, row.action))
    return acts + follow(model, who, thing, sent) if follow else acts


def settle(order: Thing | None) -> Acts:
    """An order closes with its last point."""
    if order is None or order.state != "signed" or any(p.state not in {"closed", "void"} for p in order.points):
        return Counter()
    order.state = "closed"
    return Counter(["order.close"])


def release(model: Model, _who: Person, round_: Thing, _sent: dict[str, Any]) -> Acts:
    hidden = [point for point in model.points_of(round_) if not point.told and point.state != "void"]
    for point in hidden:
        point.more["told"] = True
    return Counter({"round.release": 1, "finding.disclose": len(hidden)})  # once more, in the town's stream


def hand_over(_model: Model, _who: Person, point: Thing, _sent: dict[str, Any]) -> Acts:
    point.more["told"] = True
    return Counter(["finding.due"])


def decided(_model: Model, _who: Person, point: Thing, sent: dict[str, Any]) -> Acts:
    point.more["answer"] = None
    point.more["returns"] += sent["action"] == "return"
    return settle(point.order) + Counter(["second_review.draw"])  # its lot, whatever comes of it


def rebound(_model: Model, _who: Person, point: Thing, _sent: dict[str, Any]) -> Acts:
    acts = Counter(["finding.due"]) if point.told else Counter()
    if point.order and point.order.state == "closed":
        point.order.state = "signed"
        acts["order.reopen"] = 1
    return acts


def direct(model: Model, _who: Person, point: Thing, sent: dict[str, Any]) -> Acts:
    point.more["unit"] = sent["unit"]
    return Counter(["finding.due"] if point.id in model.due else [])


def urge(model: Model, _who: Person, thing: Thing, _sent: dict[str, Any]) -> Acts:
    thing.more["urged_on"] = model.today
    return Counter()


def reclassify(_model: Model, _who: Person, point: Thing, sent: dict[str, Any]) -> Acts:
    point.more["item"] = sent.get("item") or point.item
    assert point.item in RED
    return Counter()


def gone(_model: Model, _who: Person, point: Thing, _sent: dict[str, Any]) -> Acts:
    return settle(point.order)


def issue(_model: Model, _who: Person, order: Thing, _sent: dict[str, Any]) -> Acts:
    order.more["issued"] = True
    return Counter({"finding.due": sum(point.state == "ordered" for point in order.points)})


def sign(_model: Model, _who: Person, order: Thing, _sent: dict[str, Any]) -> Acts:
    waiting = [point for point in order.points if point.state == "ordered"]
    for point in waiting:
        point.state = "fixing"
    return Counter({"finding.start": len(waiting)}) + settle(order)


def void_order(model: Model, _who: Person, order: Thing, _sent: dict[str, Any]) -> Acts:
    """Its points can be ordered again; what was printed of a deadline no longer holds."""
    waiting = [point for point in order.points if point.state == "ordered"]
    for point in waiting:
        point.state = "confirmed"
    return Counter({"finding.unorder": len(waiting), "finding.due": sum(point.id in model.due for point in waiting)})


def level(name: str) -> Callable[..., Acts]:
    def set_level(_model: Model, _who: Person, order: Thing, _sent: dict[str, Any]) -> Acts:
        order.more |= {"level": name, "removal": False}
        return Counter()

    return set_level


def ask_removal(_model: Model, _who: Person, order: Thing, _sent: dict[str, Any]) -> Acts:
    order.more["removal"] = True
    return Counter()


def grant(model: Model, who: Person, request: Thing, sent: dict[str, Any]) -> Acts:
    """The point gets what was asked for."""
    point, until = request.point, sent.get("until") or request.until
    if request.kind == "extension":
        point.more["extensions"] += 1
        return Counter(["finding.due"])
    action = "suspend" if request.kind == "suspension" else "direct"
    return do(model, who, point, {"action": action, "until": until, "unit": sent.get("unit")})


def second(model: Model, who: Person, approval: Thing, _sent: dict[str, Any]) -> Acts:
    return do(model, who, approval.subject, approval.sent)


FOLLOWS: dict[tuple[str, str], Callable[..., Acts]] = {
    ("round", "release"): release,
    ("finding", "hand_over"): hand_over,
    ("finding", "pass"): decided,
    ("finding", "return"): decided,
    ("finding", "rebound"): rebound,
    ("finding", "direct"): direct,
    ("finding", "urge"): urge,
    ("finding", "reclassify"): reclassify,
    ("finding", "merge"): gone,
    ("finding", "void"): gone,
    ("finding", "resume"): lambda *_given: Counter(["finding.due"]),
    ("order", "issue"): issue,
    ("order", "sign"): sign,
    ("order", "urge"): urge,
    ("order", "raise"): level("key"),
    ("order", "list"): level("listed"),
    ("order", "delist"): level("key"),
    ("order", "ask_removal"): ask_removal,
    ("order", "void"): void_order,
    ("request", "grant"): grant,
    ("approval", "grant"): second,
}
