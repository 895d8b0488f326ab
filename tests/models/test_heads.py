"""Head files and their leaves are walls like the journal: nobody changes them; and they are seen by who may know streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, TextClause, create_engine, select
from sqlalchemy.exc import DatabaseError

from app import outside
from app.actions.heads import write_head_file
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import HeadFile, HeadLeaf, Stream
from tests import make

CHANGES = {"UPDATE": "UPDATE {0} SET n = n", "DELETE": "DELETE FROM {0}", "TRUNCATE": "TRUNCATE {0} CASCADE"}


@pytest.fixture(scope="module")
def urls(servers: Any) -> Iterator[dict[str, str]]:
    yield servers.clone_database("head_walls")
    servers.drop_database("head_walls")


@pytest.fixture
def engine(urls: dict[str, str]) -> Iterator[Callable[[str], Engine]]:
    made: list[Engine] = []

    def of(role: str) -> Engine:
        made.append(create_engine(urls[role]))
        return made[-1]

    yield of
    for it in made:
        it.dispose()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", ["head_leaf", "head_file", "head_token"])
@pytest.mark.parametrize("role", ["DATABASE_URL", "MIGRATION_URL"])
def test_neither_the_app_nor_the_owner_can_change_a_head_file(
    engine: Callable[[str], Engine], role: str, table: str, change: str
) -> None:
    refusal = "permission denied" if role == "DATABASE_URL" else "is append-only"
    with engine(role).connect() as connection, pytest.raises(DatabaseError, match=refusal):
        connection.execute(TextClause(CHANGES[change].format(table)))


def test_leaves_are_seen_with_their_streams_and_files_by_those_who_watch(world: make.World, look: Any) -> None:
    with look(SYSTEM):
        make.make_round(world)
        write_head_file(outside.our_key(), now())
        db.session.commit()
        every = set(db.session.scalars(select(HeadLeaf.stream_id)))
        accounts = set(db.session.scalars(select(Stream.id).where(Stream.kind == "accounts")))
    assert every > accounts
    seen = {}
    for login in ("auditor", "secadmin", "supervisor", "leader", "town", "inspector", "sysadmin"):
        with look(world.viewers[login]):
            files = len(db.session.scalars(select(HeadFile.n)).all())
            seen[login] = (files, set(db.session.scalars(select(HeadLeaf.stream_id))))
    nothing = (0, set())
    assert seen == dict.fromkeys(seen, nothing) | {"auditor": (1, accounts), "secadmin": (1, set())}
