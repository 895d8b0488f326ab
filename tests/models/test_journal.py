"""Journal (日志): chains that verify, rows that nobody may change, and streams that tell no more than their readers see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, Row, TextClause, create_engine, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.journal import hashed_fields
from app.config import Config
from app.db import db, looking_as, now
from app.domain.journal import GENESIS, StreamKind, chain_hash
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import Finding, Journal, Round, Stream, StreamHead
from app.queries.by_id import one
from tests import make
from tests.abuse.hidden import Hidden, plant
from tests.cast import Actor
from tests.phone import Phone
from tests.servers import surroundings

CHANGES = {
    "UPDATE": "UPDATE journal SET act = act",
    "DELETE": "DELETE FROM journal",
    "TRUNCATE": "TRUNCATE journal",
}
ROW_OF_THE_CHANGE = TextClause(
    "INSERT INTO deadline_change (id, finding_id, was, now, cause, at) "
    "SELECT gen_random_uuid(), id, due_at - CAST(:by AS interval), due_at, 'extension', xz_now() FROM finding WHERE id = :id"
)
RIGHTS = {"DATABASE_URL": "permission denied for table journal", "MIGRATION_URL": "journal is append-only"}


@pytest.fixture
def phone(client: FlaskClient, world: make.World) -> Phone:
    return Phone(Actor(client, "inspector"))


@pytest.fixture
def hidden(world: make.World, look: Any, phone: Phone) -> Hidden:
    return plant(world, look, phone)


@pytest.fixture
def released(world: make.World, look: Any, hidden: Hidden) -> Hidden:
    with look(SYSTEM):
        make.release(one(Round, hidden.ids["round"]), world.viewers["supervisor"])
        db.session.commit()
    return hidden


def chains() -> dict[UUID, list[Journal]]:
    rows: dict[UUID, list[Journal]] = {}
    for row in db.session.scalars(select(Journal).order_by(Journal.stream_id, Journal.seq)):
        rows.setdefault(row.stream_id, []).append(row)
    return rows


def broken(rows: list[Journal], head: StreamHead) -> list[str]:
    """What of a chain does not follow from its rows: recomputed from the first one on."""
    found, before = [], GENESIS
    for seq, row in enumerate(rows, 1):
        if (row.seq, row.before) != (seq, before):
            found.append(f"place {seq}")
        if row.hash != chain_hash(before, row.salt, row.at, hashed_fields(row)):
            found.append(f"hash {seq}")
        before = row.hash
    return found if (head.seq, head.head) == (len(rows), before) else [*found, "head"]


def acts(kind: StreamKind, town_id: UUID | None = None) -> list[Journal]:
    statement = select(Journal).join(Stream, Stream.id == Journal.stream_id).where(Stream.kind == kind)
    if town_id is not None:
        statement = statement.where(Stream.town_id == town_id)
    return list(db.session.scalars(statement.order_by(Journal.seq)))


def test_the_chain_of_every_stream_verifies_by_recomputation(released: Hidden, look: Any) -> None:
    with look(SYSTEM):
        heads = {head.stream_id: head for head in db.session.scalars(select(StreamHead))}
        told = {stream: broken(rows, heads[stream]) for stream, rows in chains().items()}
        kinds = {stream.kind for stream in db.session.scalars(select(Stream))}
    assert set(told) == set(heads)
    assert [rows for rows in told.values() if rows] == []
    assert kinds >= {"town", "round", "accounts", "user"}


@pytest.mark.parametrize(
    ("field", "value"), [("act", "finding.pass"), ("user_id", None), ("body", {"item": "WS-01"}), ("salt", b"0" * 16)]
)
def test_a_changed_row_breaks_its_chain(released: Hidden, look: Any, field: str, value: Any) -> None:
    with look(SYSTEM), db.session.no_autoflush:
        rows = next(rows for rows in chains().values() if rows[0].act == "round.plan")
        head = db.session.get(StreamHead, rows[0].stream_id)
        assert head is not None
        setattr(rows[2], field, value)
        assert broken(rows, head) == ["hash 3"]
        assert broken(rows[:-1], head)[-1] == "head"
        db.session.rollback()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", RIGHTS)
def test_neither_the_app_nor_the_owner_can_change_the_journal(
    engines: Callable[[str], Engine], role: str, change: str
) -> None:
    with engines(role).connect() as connection, pytest.raises(DatabaseError, match=RIGHTS[role]):
        connection.execute(TextClause(CHANGES[change]))


@pytest.fixture(scope="module")
def urls(servers: Any) -> Iterator[dict[str, str]]:
    """A database of this module's own, for what only a real commit shows."""
    yield servers.clone_database("journal_walls")
    servers.drop_database("journal_walls")


@pytest.fixture
def engines(urls: dict[str, str]) -> Iterator[Callable[[str], Engine]]:
    made: list[Engine] = []

    def engine(role: str) -> Engine:
        made.append(create_engine(urls[role]))
        return made[-1]

    yield engine
    for it in made:
        it.dispose()


def test_before_release_a_hidden_act_stands_in_no_stream_of_a_town(
    world: make.World, hidden: Hidden, look: Any
) -> None:
    with look(SYSTEM):
        subjects = {str(row.subject_id) for row in acts(StreamKind.ROUND)}
        told = [row.act for row in acts(StreamKind.TOWN)]
    assert subjects >= {hidden.ids[noun] for noun in ("round", "visit", "finding")}
    assert told == []


def test_a_town_reads_no_row_of_the_sealed_stream(world: make.World, hidden: Hidden, look: Any) -> None:
    with look(world.viewers["supervisor"]):
        assert acts(StreamKind.ROUND)
    for login in ("town", "town2", "leader", "supervisor2", "auditor"):
        with look(world.viewers[login]):
            assert (login, acts(StreamKind.ROUND)) == (login, [])
            assert not db.session.scalars(select(Stream).where(Stream.kind == "round")).all()


def test_a_release_writes_the_rounds_head_into_the_stream_of_each_of_its_towns(
    world: make.World, released: Hidden, look: Any
) -> None:
    with look(SYSTEM):
        sealed = next(row for row in acts(StreamKind.ROUND) if row.act == "round.release")
        told = [row.body for row in acts(StreamKind.TOWN, world.towns["梅城镇"]) if row.act == "round.release"]
        elsewhere = acts(StreamKind.TOWN, world.towns["寿昌镇"])
    assert told == [{"round_head": sealed.hash, "round_seq": sealed.seq}]
    assert elsewhere == []


def test_the_receipts_of_a_town_name_its_own_stream_only(
    world: make.World, released: Hidden, client: FlaskClient, look: Any
) -> None:
    with look(SYSTEM):
        order = make.make_order([one(Finding, released.ids["finding"])], world.viewers["supervisor"])
        db.session.commit()
        order_id = str(order.id)
    phone = Phone(Actor(client.application.test_client(), "town"))
    sign, lost = (phone.operation("order.sign", {"order_id": key}) for key in (order_id, released.ids["round"]))
    verdicts = phone.send(sign, lost)
    assert [verdict["verdict"] for verdict in verdicts] == ["applied", "kept"]
    with look(SYSTEM):
        own = db.session.scalars(select(Stream.id).where(Stream.town_id == world.towns["梅城镇"])).one()
    assert {verdict["receipt"]["stream"] for verdict in verdicts} == {str(own)}


@pytest.fixture
def handed_over(urls: dict[str, str], tmp_path: Any) -> UUID:
    """A point with a deadline, committed on a database of its own by the actions themselves."""
    app = create_app(Config.from_env(surroundings(urls, tmp_path)))
    with app.app_context(), looking_as(SYSTEM):
        world = make.make_world()
        inspector = world.viewers["inspector"]
        finding = make.make_finding(make.make_visit(make.make_round(world), inspector), inspector)
        step_finding(finding, Move("hand_over", inspector, now()))
        db.session.commit()
        key, due_at = finding.id, finding.due_at
    with app.app_context():
        db.engine.dispose()
    assert due_at is not None
    return key


def _due(connection: Connection, key: UUID) -> Row[Any]:
    return connection.execute(TextClause("SELECT due_at FROM finding WHERE id = :id"), {"id": key}).one()


def test_a_deadline_that_moves_without_its_row_is_refused_at_the_commit(
    handed_over: UUID, engines: Callable[[str], Engine]
) -> None:
    """With its row it may move: the constraint, not the right to write, is what refuses."""
    engine = engines("DATABASE_URL")
    move = TextClause("UPDATE finding SET due_at = due_at + CAST(:by AS interval) WHERE id = :id")
    with engine.connect() as connection:
        before = _due(connection, handed_over).due_at
        connection.execute(move, {"id": handed_over, "by": timedelta(days=1)})
        with pytest.raises(IntegrityError, match="without a row in deadline_change"):
            connection.commit()
        connection.rollback()
        assert _due(connection, handed_over).due_at == before
        connection.execute(move, {"id": handed_over, "by": timedelta(days=1)})
        connection.execute(ROW_OF_THE_CHANGE, {"id": handed_over, "by": timedelta(days=1)})
        connection.commit()
        assert _due(connection, handed_over).due_at == before + timedelta(days=1)
