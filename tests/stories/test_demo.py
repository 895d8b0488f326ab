"""`flask demo`: three months up to now by actions alone, every state there, and the clock given back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.config import Config
from app.db import db
from app.demo.clock import borrowed_clock
from app.domain.calendar import ONE_DAY
from app.domain.evidence import EvidenceState
from app.domain.finding import FindingState
from app.domain.order import OrderState
from app.domain.reactions import STAMP
from app.domain.round import RoundState
from app.domain.visit import VisitState
from app.factory import create_app
from deploy.local.places import ROOT
from tests.desk import Desk
from tests.servers import PASSWORD, Servers, surroundings

NAME = "demo_story"
LOGINS = (
    "auditor department inspector inspector2 leader secadmin supervisor supervisor2 supervisor3 sysadmin town town2"
)
BY_OFFICE = r"(巡查员|督办员)[甲乙丙]|分管领导|责任单位联络员|(系统|安全|审计)管理员|.{2,4}(镇|乡|街道)联络员"


@dataclass(frozen=True)
class Demo:
    """A database with the demo in it, and the app's variables."""

    servers: Servers
    environment: dict[str, str]
    said: str

    def ask(self, sql: str) -> str:
        return self.servers.cluster.ask(sql, NAME).strip()

    def count(self, rows: str) -> int:
        """How many rows of that table, view or join, under that condition."""
        return int(self.ask(f"SELECT count(*) FROM {rows}"))  # noqa: S608 (our own words)

    def command(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return flask_demo({**self.environment, **variables})


def flask_demo(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "flask", "demo", "--picture-width", "240"]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def demo(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("demo")
    environment = surroundings(servers.clone_database(NAME), folder)
    done = flask_demo(environment)
    assert done.returncode == 0, done.stderr[-3000:]
    yield Demo(servers, environment, done.stdout)
    servers.drop_database(NAME)


STATES: dict[str, type[StrEnum]] = {
    "finding": FindingState,
    "supervision_order": OrderState,
    "round": RoundState,
    "visit": VisitState,
    "evidence": EvidenceState,
}


@pytest.mark.parametrize("table", STATES)
def test_every_state_of_a_table_is_there(demo: Demo, table: str) -> None:
    counted = {state.value: demo.count(f"{table} WHERE state = '{state.value}'") for state in STATES[table]}
    assert [state for state, number in counted.items() if number == 0] == []


ONE_ROW_PER_ACT = {
    "finding.record": "finding",
    "finding.return": "review WHERE verdict = 'return'",
    "finding.pass": "review WHERE verdict = 'pass'",
    "visit.start": "visit",
    "round.plan": "round",
    "order.draft": "supervision_order",
    "order.issue": "supervision_order WHERE issued_at IS NOT NULL",
    "evidence.submit": "evidence",
    "selfcheck.record": "self_check",
    "selfcheck.complete": "self_check WHERE whole_at IS NOT NULL",
    "request.make": "town_request WHERE state = 'asked'",
    "operation.keep": "operation WHERE verdict = 'kept'",
    "photo.arrive": "upload",
    "score_entry.enter": "score_entry",
    "score.compute": "score",
    "account.create": "account",
    "user.add": '"user" u WHERE NOT EXISTS (SELECT FROM account a WHERE a.user_id = u.id)',
    "unit.found": "unit",
    "region.tag": "region_tag WHERE tag LIKE 'cluster:%'",
    "setting.put": "setting",
}


@pytest.mark.parametrize("act", ONE_ROW_PER_ACT)
def test_one_journal_row_tells_of_each_act(demo: Demo, act: str) -> None:
    told = demo.count(f"journal WHERE act = '{act}'")
    assert told == demo.count(ONE_ROW_PER_ACT[act]) > 0


def test_time_never_steps_back_in_a_stream(demo: Demo) -> None:
    steps = "SELECT at < lag(at) OVER (PARTITION BY stream_id ORDER BY seq) AS back FROM journal"
    assert demo.count(f"({steps}) s WHERE back") == 0


def test_the_county_is_told_in_few_enough_points_and_all_its_towns(demo: Demo) -> None:
    assert demo.count("finding") <= 120
    assert demo.ask("SELECT count(DISTINCT town_id) FROM finding") == "16"


def test_it_ends_now_and_began_months_ago(demo: Demo) -> None:
    days = demo.ask("SELECT extract(day FROM now() - max(at)), extract(day FROM now() - min(at)) FROM journal")
    newest, oldest = map(int, days.split("|"))
    assert (newest, 75 <= oldest <= 110) == (0, True)


def test_the_clock_is_given_back(demo: Demo) -> None:
    assert demo.ask("SELECT ahead = '0', frozen IS NULL FROM xz_clock") == "t|t"


def test_the_clock_is_given_back_after_a_failure_too(demo: Demo) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_with_the_clock_in_hand(demo)
    assert demo.ask("SELECT ahead = '0', frozen IS NULL FROM xz_clock") == "t|t"


def fail_with_the_clock_in_hand(demo: Demo) -> None:
    with borrowed_clock(demo.environment["MIGRATION_URL"]) as clock:
        clock.set_to(datetime.fromisoformat(demo.ask("SELECT now()")) - ONE_DAY)
        assert demo.ask("SELECT xz_now() < now()") == "t"
        raise ZeroDivisionError


def test_a_second_call_does_nothing(demo: Demo) -> None:
    before = demo.count("journal")
    assert "already" in demo.command().stdout
    assert demo.count("journal") == before


def test_it_is_refused_in_production(demo: Demo) -> None:
    done = demo.command(XUNZHEN_MODE="production")
    assert (done.returncode, "XUNZHEN_MODE=demo" in done.stderr) == (1, True)


def test_there_are_exactly_twelve_accounts(demo: Demo) -> None:
    rows = "SELECT string_agg(login, ' ' ORDER BY login), bool_and(demo), bool_or(must_change) FROM account"
    assert demo.ask(rows) == f"{LOGINS}|t|f"


def test_people_are_named_by_office(demo: Demo) -> None:
    names = demo.ask('SELECT name FROM "user"').split("\n")
    assert [name for name in names if not re.fullmatch(BY_OFFICE, name)] == []


@pytest.mark.parametrize(("mode", "status"), [("demo", 200), ("test", 200), ("production", 401)])
def test_demo_accounts_sign_in_outside_production_only(demo: Demo, mode: str, status: int) -> None:
    app = create_app(Config.from_env({**demo.environment, "XUNZHEN_MODE": mode}))
    answers = {sign_in(app.test_client(), login) for login in LOGINS.split()}
    with app.app_context():
        db.engine.dispose()
    assert answers == {status}


def sign_in(client: FlaskClient, login: str) -> int:
    body = {"account": login, "password": PASSWORD}
    return client.post("/api/v1/session", json=body).status_code


def test_two_visits_of_the_inspector_are_under_way_in_an_unreleased_round(demo: Demo) -> None:
    rows = demo.ask(
        "SELECT r.state, t.name, p.name FROM visit v JOIN round r ON r.id = v.round_id JOIN region t ON t.id = v.town_id "
        "JOIN account a ON a.user_id = v.inspector_id AND a.login = 'inspector' "
        "JOIN round_member m ON m.round_id = r.id AND m.part = 'planner' JOIN \"user\" p ON p.id = m.user_id "
        "WHERE v.state = 'started' ORDER BY t.name"
    )
    assert set(rows.split("\n")) == {"under_way|梅城镇|督办员甲", "under_way|寿昌镇|督办员甲"}


TO_DO_IN_MEICHENG = {
    "an order to sign": "supervision_order o WHERE state = 'issued' AND {here}",
    "a point to fix": "finding o WHERE state = 'fixing' AND rework_count = 0 AND due_at > now() AND {here}",
    "one that came back": "finding o WHERE state = 'fixing' AND rework_count = 1 AND {here}",
    "one overdue": "finding o WHERE state = 'fixing' AND due_at < now() AND {here}",
    "one answered": "finding o WHERE state = 'submitted' AND {here}",
}


@pytest.mark.parametrize("what", TO_DO_IN_MEICHENG)
def test_the_town_of_the_demo_has_to_do(demo: Demo, what: str) -> None:
    here = "o.town_id = (SELECT town_id FROM account WHERE login = 'town')"
    assert demo.count(TO_DO_IN_MEICHENG[what].format(here=here)) > 0


def test_a_supervisor_finds_points_for_a_new_order(demo: Demo) -> None:
    app = create_app(Config.from_env({**demo.environment, "XUNZHEN_MODE": "demo"}))
    page = Desk(app, "supervisor").open("/orders/new")
    with app.app_context():
        db.engine.dispose()
    towns = [link for link in page.links if "/orders/new?town=" in link]
    assert len(towns) >= 3
    assert demo.count("finding WHERE state = 'confirmed' AND disclosed_at IS NOT NULL") >= 5


def test_nobody_acts_at_night(demo: Demo) -> None:
    """What the program does by itself comes at its own time: plans open at 18:00, deadlines end then."""
    by_day = "(at AT TIME ZONE 'Asia/Shanghai')::time BETWEEN '08:30' AND '17:30'"
    rows = f"SELECT act, at FROM journal WHERE user_id IS NOT NULL AND NOT {by_day}"  # noqa: S608 (our own words)
    assert demo.ask(rows) == ""


def test_system_signed_late_orders_at_their_48_hours(demo: Demo) -> None:
    on_the_hour = "SELECT bool_and(signed_at = issued_at + interval '48 hours') FROM supervision_order "
    assert demo.ask(on_the_hour + "WHERE signed_at IS NOT NULL AND signed_by IS NULL") == "t"


def test_nothing_due_is_left_undone_but_the_stamps_that_workers_make(demo: Demo) -> None:
    due = "due WHERE done_at IS NULL AND run_at <= (SELECT max(at) FROM journal)"
    assert demo.count(f"{due} AND job <> '{STAMP}'") == 0
    assert demo.count(f"{due} AND job = '{STAMP}'") > 0


def test_every_photo_that_came_is_ready_to_be_shown(demo: Demo) -> None:
    assert demo.ask("SELECT count(*) FILTER (WHERE derived_at IS NULL) FROM photo WHERE arrived_at IS NOT NULL") == "0"
    small = list(Path(demo.environment["PHOTO_STORE"], "derived").glob("*/*/*"))
    assert len(small) == 2 * demo.count("blob")


def test_each_month_is_scored_and_each_entry_has_its_document(demo: Demo) -> None:
    assert demo.count("score WHERE value IS NOT NULL") >= 30
    assert int(demo.ask("SELECT count(DISTINCT kind) FROM score_entry WHERE document <> ''")) >= 6
