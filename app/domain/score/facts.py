"""Facts (计分事实): all that one town's score of one month depends on, and their hash."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from app.domain.calendar import Month
from app.domain.canonical import Plain, digest
from app.domain.score.rational import as_text


@dataclass(frozen=True, slots=True)
class FindingFact:
    """One occurrence, valued by the checklist version of its round (decision 29)."""

    id: str
    item_code: str
    dimension: str
    deduction: Decimal  # for one unit
    cap: Decimal | None  # the most this item may cost in one visit
    quantity: Decimal
    found_at: datetime
    spot_id: str | None = None
    repeat: bool = False  # 重复问题, as a person confirmed it (decision 21)
    fixed_on_spot: bool = False  # 立行立改

    def plain(self) -> Plain:
        return {
            "id": self.id,
            "item_code": self.item_code,
            "dimension": self.dimension,
            "deduction": as_text(self.deduction),
            "cap": None if self.cap is None else as_text(self.cap),
            "quantity": as_text(self.quantity),
            "found_at": _seconds(self.found_at),
            "spot_id": self.spot_id,
            "repeat": self.repeat,
            "fixed_on_spot": self.fixed_on_spot,
        }


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A finished visit of a released round; looked = the dimensions marked clean or found."""

    id: str
    kind: str  # unannounced | announced
    looked: frozenset[str]
    findings: tuple[FindingFact, ...]

    def plain(self) -> Plain:
        return {
            "id": self.id,
            "kind": self.kind,
            "looked": sorted(self.looked),
            "findings": [finding.plain() for finding in sorted(self.findings, key=_id)],
        }


@dataclass(frozen=True, slots=True)
class PointFact:
    """A point that is due in the month (see belonging.py), as it stood at the month's end."""

    finding_id: str
    on_time: bool
    closed: bool
    reworked: bool

    @property
    def id(self) -> str:
        return self.finding_id

    def plain(self) -> Plain:
        return {
            "finding_id": self.finding_id,
            "on_time": self.on_time,
            "closed": self.closed,
            "reworked": self.reworked,
        }


@dataclass(frozen=True, slots=True)
class SigningFact:
    """An order that had to be signed for in the month."""

    order_id: str
    in_time: bool

    @property
    def id(self) -> str:
        return self.order_id

    def plain(self) -> Plain:
        return {"order_id": self.order_id, "in_time": self.in_time}


@dataclass(frozen=True, slots=True)
class EntryFact:
    """Something that is entered with a document, or derived (a rebound, an unanswered order): decision 30."""

    id: str
    kind: str
    value: Decimal = Decimal(1)  # 1 or 0 for "is it there"; points for what is valued by hand
    matter: str | None = None  # bonuses of one matter count once, at the highest
    finding_id: str | None = None
    order_id: str | None = None

    def plain(self) -> Plain:
        return {
            "id": self.id,
            "kind": self.kind,
            "value": as_text(self.value),
            "matter": self.matter,
            "finding_id": self.finding_id,
            "order_id": self.order_id,
        }


@dataclass(frozen=True, slots=True)
class TownMonth:
    """The disclosed facts of one town and one month (decision 25). The order inside never matters."""

    town_id: str
    month: Month
    visits: tuple[VisitFact, ...] = ()
    points: tuple[PointFact, ...] = ()
    signings: tuple[SigningFact, ...] = ()
    self_checks: int = 0  # days with one
    entries: tuple[EntryFact, ...] = ()

    def plain(self) -> Plain:
        """Lists by id, decimals as strings, UTC seconds (decision 31)."""
        return {
            "town_id": self.town_id,
            "month": str(self.month),
            "visits": [visit.plain() for visit in sorted(self.visits, key=_id)],
            "points": [point.plain() for point in sorted(self.points, key=_id)],
            "signings": [signing.plain() for signing in sorted(self.signings, key=_id)],
            "self_checks": self.self_checks,
            "entries": [entry.plain() for entry in sorted(self.entries, key=_id)],
        }


def facts_hash(facts: TownMonth) -> str:
    """Proves later which facts a published score was computed from."""
    return digest(facts.plain())


def _id(fact: VisitFact | FindingFact | PointFact | SigningFact | EntryFact) -> str:
    return fact.id


def _seconds(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
