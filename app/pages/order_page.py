"""An order's page (督办单页): the document, how far its points are, and what happened, as its templates draw it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.access import caller
from app.domain.deadline import in_time
from app.domain.finding import FindingState
from app.domain.order import ORDER, OrderState
from app.domain.pack import PackOf
from app.domain.workflow import Offer
from app.models import Order
from app.pages.approvals import Asked, asked_about
from app.pages.dates import moment
from app.pages.history import Event, events
from app.pages.packs import PACKING, asking
from app.pages.parts import Chip, t
from app.pages.points import OrderPoint, order_points
from app.queries.listings import address_of

TONES = {
    FindingState.CLOSED: "green",
    FindingState.SUBMITTED: "qing",
    FindingState.FIXING: "hollow",
    FindingState.ORDERED: "hollow",
    FindingState.CONFIRMED: "hollow",
    FindingState.SUSPENDED: "grey",
}
ENDED = (OrderState.ARCHIVED, OrderState.VOID)  # nothing comes next
MARKED = (OrderState.DRAFT, OrderState.SIGNING, OrderState.VOID)  # a paper that is not in force says so


@dataclass(frozen=True)
class Office:
    name: str
    contact: str


@dataclass(frozen=True)
class Share:
    state: str
    n: int
    start: str
    width: str
    tone: str


@dataclass(frozen=True)
class Progress:
    done: int
    total: int
    shares: list[Share]


@dataclass(frozen=True)
class OrderPage:
    number: str | None
    title: str
    town: str
    unit: str
    level: str
    chip: Chip
    print_url: str
    offered: tuple[Offer, ...]
    steps_url: str
    version: int
    issued_at: datetime | None
    signed_at: datetime | None
    signed_in_time: bool | None
    sign_by: datetime | None
    points: list[OrderPoint]
    progress: Progress
    events: list[Event]
    next: str
    next_detail: str
    office: Office
    packing: dict[str, str] | None
    approvals: list[Asked]
    listed_at: datetime | None
    listed_for: str
    leader: str
    removal_asked_at: datetime | None
    copies: str
    public_url: str | None


@dataclass(frozen=True)
class Paper:
    number: str | None
    title: str
    town: str
    unit: str
    mark: str | None
    points: list[OrderPoint]
    issued_at: datetime | None
    sign_by: datetime | None
    back_url: str
    office: Office
    copies: str


def page_of(order: Order) -> OrderPage:
    return OrderPage(
        number=order.number,
        title=order.title,
        town=order.town.name,
        unit=order.unit.name,
        level=order.level,
        chip=Chip(f"order.{order.state}"),
        print_url=url_for("orders.print_out", raw_id=order.id),
        offered=ORDER.offered(order, OrderState(order.state), caller().viewer),
        steps_url=url_for("orders.steps", raw_id=order.id),
        version=order.version,
        issued_at=order.issued_at,
        signed_at=order.signed_at,
        signed_in_time=_signed_in_time(order),
        sign_by=order.sign_by,
        points=order_points(order.findings),
        progress=progress_of([FindingState(finding.state) for finding in order.findings]),
        events=events(order.id),
        next="" if order.state in ENDED else t(f"d.next.order.{order.state}"),
        next_detail=_next_detail(order),
        office=_office(order),
        packing=asking(PackOf.ORDER, order.id) if caller().viewer.role in PACKING else None,
        approvals=asked_about(order.id),
        listed_at=order.listed_at,
        listed_for=order.listed_for,
        leader=order.leader,
        removal_asked_at=order.removal_asked_at,
        copies=_copies(order),
        public_url=_public_url(order) if order.listed_at else None,
    )


def paper_of(order: Order) -> Paper:
    return Paper(
        number=order.number,
        title=order.title,
        town=order.town.name,
        unit=order.unit.name,
        mark=order.state if order.state in MARKED else None,
        points=order_points(order.findings),
        issued_at=order.issued_at,
        sign_by=order.sign_by,
        back_url=url_for("orders.show", raw_id=order.id),
        office=_office(order),
        copies=_copies(order),
    )


def progress_of(states: Sequence[FindingState]) -> Progress:
    """How many points are in which state, as shares of a bar; a void point is no longer part of it."""
    counts: Counter[FindingState] = Counter(state for state in states if state is not FindingState.VOID)
    shares, before = [], 0
    for state, tone in TONES.items():
        if counts[state]:
            start, width = _percent(before, counts.total()), _percent(counts[state], counts.total())
            shares.append(Share(state, counts[state], start, width, tone))
            before += counts[state]
    return Progress(counts[FindingState.CLOSED], counts.total(), shares)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.4g}%"


def _signed_in_time(order: Order) -> bool | None:
    """Signed by a person, and before 48 hours (decision 16); what the program signed for them was not."""
    if order.signed_at is None or order.sign_by is None:
        return None
    return order.signed_by is not None and in_time(order.signed_at, order.sign_by)


def _next_detail(order: Order) -> str:
    if order.sign_by is None or order.signed_at is not None:
        return ""
    return t("d.order.sign_by", at=moment(order.sign_by))


def _public_url(order: Order) -> str | None:
    """Where everybody reads that it is listed, if the county shows it."""
    code = address_of(order.county_id)
    return url_for("listed.show", code=code) if code else None


def _copies(order: Order) -> str:
    return t("d.paper.and").join(sorted(copy.unit.name for copy in order.copies))


def _office(order: Order) -> Office:
    return Office(order.issuer.name, order.issuer.contact)
