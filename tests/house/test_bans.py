"""Bans (禁用): what would pass by the visibility rules, the one clock or the one door to chance (decisions 2, 17, 47)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.house.reading import names_used, python_of

Ban = Callable[[str], bool]
APP = ("app/", "workers/")

BANS: dict[str, tuple[Ban, tuple[str, ...]]] = {
    "__table__ is for the rules and the models": (
        lambda name: name.endswith(".__table__"),
        ("app/models/", "app/queries/set_based/"),
    ),
    "no way past the rules": (
        lambda name: (
            name.split(".")[-1]
            in {"literal_column", "from_statement", "on_conflict_do_update", "exec_driver_sql", "TextClause"}
        ),
        ("app/queries/set_based/", "app/db.py", "app/demo/clock.py"),
    ),
    "no connection of one's own": (
        lambda name: name.endswith((".connection", "engine.connect", "engine.begin")) or name == "create_engine",
        ("app/db.py", "app/demo/clock.py"),
    ),
    "state has one door": (lambda name: name.endswith("._state"), ("app/models/base.py",)),
    "time is xz_now()": (
        lambda name: name in {"func.now", "datetime.now", "datetime.utcnow", "date.today", "time.time"},
        ("workers/photo.py",),  # compares the ages of files, which the machine's own clock wrote
    ),
    "chance has one door": (
        lambda name: (
            name.split(".")[0] in {"random", "secrets", "uuid4", "uuid1"} or name in {"os.urandom", "uuid.uuid4"}
        ),
        ("app/domain/chance.py",),
    ),
    "nobody commits but the edge": (
        lambda name: name.endswith("session.commit"),
        (
            "app/access.py",
            "app/api/",
            "app/pages/",
            "app/intake/",
            "app/sign_in.py",
            "app/shown.py",
            "app/cli.py",
            "app/cli_calendar.py",
            "app/demo/",
            "workers/run.py",
        ),
    ),
}


def offenders(ban: Ban, rooms: tuple[str, ...], files: list[tuple[str, str]]) -> list[str]:
    return [
        f"{path}: {name}"
        for path, text in files
        if not path.startswith(rooms)
        for name in sorted(names_used(text))
        if ban(name)
    ]


@pytest.mark.parametrize("rule", BANS)
def test_a_ban_holds_outside_its_room(rule: str) -> None:
    ban, rooms = BANS[rule]
    assert offenders(ban, rooms, list(python_of(*APP))) == []


PLANTED = {
    "__table__ is for the rules and the models": "Finding.__table__.c.id",
    "no way past the rules": "insert(X).on_conflict_do_update()",
    "no connection of one's own": "db.session.connection()",
    "state has one door": "order._state = 'closed'",
    "time is xz_now()": "datetime.now()",
    "chance has one door": "uuid4()",
    "nobody commits but the edge": "db.session.commit()",
}


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_seen(rule: str) -> None:
    ban, rooms = BANS[rule]
    assert offenders(ban, rooms, [("app/actions/planted.py", PLANTED[rule])])
