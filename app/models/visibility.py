"""Visibility (可见范围): which rows exist for whom. One dict of rules, one listener, closed by default.

Every model stands in RULES or in OPEN (a test says so). A rule gets the viewer and returns one SQL
criterion, written on plain tables so that it is never itself filtered. What a rule hides is *not found*.
"""

from collections.abc import Callable
from functools import lru_cache

from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from app.domain.people import Role, Viewer
from app.models.account import Account, DeviceGrant, QueueKey, SignIn
from app.models.base import Base
from app.models.blob import Blob, BlobHolder, Upload
from app.models.checklist import Checklist, ChecklistItem, Dimension
from app.models.desk_act import DeskAct
from app.models.due import Due
from app.models.evidence import DeadlineChange, Evidence, Review
from app.models.finding import Finding, FindingOrigin
from app.models.journal import AccessLog, Journal, Stream, StreamHead
from app.models.operation import Operation
from app.models.order import Order, OrderNumber
from app.models.photo import Photo, PhotoClaim
from app.models.region import Region, RegionTag
from app.models.round import Round, RoundMember, RoundTown
from app.models.scheme import Scheme, TimeGrade
from app.models.score import Score, ScoreEntry, ScoreLine
from app.models.seen import cases, people, records, rounds
from app.models.setting import Holiday, Phrase, Setting
from app.models.spot import Spot
from app.models.unit import Unit, UnitAlias
from app.models.user import User
from app.models.visit import Visit, VisitDimension

Rule = Callable[[Viewer], ColumnElement[bool]]


class NobodyLooking(RuntimeError):
    """A query without a viewer: it stops, so that it never leaks."""


class RawSql(RuntimeError):
    """text() or Core would pass by the rules; only SYSTEM may."""


RULES: dict[type[Base], Rule] = {
    Account: people.accounts,
    SignIn: people.sign_ins,
    DeviceGrant: people.device_grants,
    QueueKey: people.own(QueueKey.user_id),
    User: people.users,
    Round: rounds.rounds,
    RoundTown: rounds.round_towns,
    RoundMember: rounds.round_members,
    Visit: rounds.visits,
    VisitDimension: rounds.visit_dimensions,
    Spot: cases.spots,
    Finding: cases.findings,
    FindingOrigin: cases.finding_origins,
    Order: cases.orders,
    OrderNumber: cases.order_numbers,
    Evidence: cases.evidences,
    Review: cases.reviews,
    DeadlineChange: cases.deadline_changes,
    Photo: cases.photos,
    PhotoClaim: cases.photo_claims,
    BlobHolder: people.own(BlobHolder.user_id),
    Upload: people.own(Upload.user_id),
    DeskAct: people.own(DeskAct.user_id),
    Operation: records.operations,
    Journal: records.journal,
    Stream: records.streams,
    StreamHead: records.stream_heads,
    AccessLog: records.access_log,
    Score: records.scores,
    ScoreLine: records.score_lines,
    ScoreEntry: records.score_entries,
    Due: people.nobody,
    Blob: people.nobody,
}
OPEN: frozenset[type[Base]] = frozenset(
    {
        Region,
        RegionTag,
        Unit,
        UnitAlias,
        Checklist,
        ChecklistItem,
        Dimension,
        Scheme,
        TimeGrade,
        Holiday,
        Phrase,
        Setting,
    }
)


@lru_cache(maxsize=512)
def criteria(viewer: Viewer) -> tuple[LoaderCriteriaOption, ...]:
    """The viewer's filter on every ruled model; built once per viewer and process, for it took half of a request."""
    if viewer.role is Role.SYSTEM:
        return ()
    return tuple(with_loader_criteria(model, rule(viewer), include_aliases=True) for model, rule in RULES.items())


def install(session: type[Session]) -> None:
    event.listen(session, "do_orm_execute", only_visible)


def only_visible(state: ORMExecuteState) -> None:
    """Adds the viewer's criteria to every statement, relationship loads included."""
    viewer = state.session.info.get("viewer")
    if viewer is None:
        raise NobodyLooking
    if viewer.role is Role.SYSTEM or state.is_column_load or state.is_insert:
        return
    if not state.is_orm_statement:
        raise RawSql
    state.statement = state.statement.options(*state.session.info["criteria"])
