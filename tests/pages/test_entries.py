"""Score entries at the desk (评分填报): with a document, by a supervisor; a correction replaces and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.calendar import Month
from app.domain.people import SYSTEM
from app.models import Due, ScoreEntry
from tests import make
from tests.desk import Desk, Page
from tests.pages.conftest import SignedIn


@pytest.fixture
def entry(world: make.World, look: Any) -> dict[str, str]:
    with look(SYSTEM):
        month = str(Month.of(now()))
    return {
        "town_id": str(world.towns["梅城镇"]),
        "month": month,
        "kind": "rules_on_file",
        "value": "",
        "document": "梅政〔2026〕12号",
        "matter": "",
        "reason": "",
    }


def enter(desk: Desk, entry: dict[str, str], path: str = "/entries") -> Page:
    return Page(desk.send(desk.open(path).form_to("/entries"), **entry))


def chosen(entry: dict[str, str]) -> dict[str, str]:
    """What the lists of the form hold ready."""
    return {name: entry[name] for name in ("town_id", "kind")}


def test_an_entry_is_stored_and_listed_with_its_document(desk: SignedIn, entry: dict[str, str], look: Any) -> None:
    supervisor = desk("supervisor")
    answer = supervisor.send(supervisor.open("/entries").form_to("/entries"), **entry)
    assert answer.status_code == 303
    page = supervisor.open(answer.location)
    assert all(word in page.text for word in ("长效办法在册", "梅政〔2026〕12号", "梅城镇", "supervisor"))
    with look(SYSTEM):
        assert db.session.scalars(select(ScoreEntry.value)).one() == 2


def test_the_towns_month_is_computed_again(desk: SignedIn, entry: dict[str, str], look: Any) -> None:
    enter(desk("supervisor"), entry)
    with look(SYSTEM):
        assert db.session.scalars(select(Due.key).where(Due.job == "workers.score.refresh")).all() == [entry["town_id"]]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"document": "  "}, "document", "要写依据的文件。"),
        ({"document": ""}, "document", "要写依据的文件。"),
        ({"month": "2026-13"}, "month", "这一项没填，或者填得不对。"),
        ({"kind": ""}, "kind", "这一项没填，或者填得不对。"),
        ({"kind": "rebound"}, "kind", "这一项没填，或者填得不对。"),
        ({"kind": "other", "value": "1"}, "reason", "要写理由。"),
        ({"kind": "other", "value": "9", "reason": "占道"}, "value", "这一项没填，或者填得不对。"),
        ({"value": "1.5"}, "value", "这一项没填，或者填得不对。"),
    ],
)
def test_a_bad_entry_says_so_at_the_field(
    desk: SignedIn, entry: dict[str, str], wrong: dict[str, str], field: str, sentence: str
) -> None:
    supervisor = desk("supervisor")
    answer = supervisor.send(supervisor.open("/entries").form_to("/entries"), **(entry | wrong))
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in body.split(f'id="{field}-wrong"', 1)[1][:400]


def test_what_was_written_stays_in_the_form(desk: SignedIn, entry: dict[str, str]) -> None:
    page = enter(desk("supervisor"), entry | {"document": "", "matter": "公厕改造"})
    assert page.form_to("/entries").fields["matter"] == ["公厕改造"]


def test_a_correction_replaces_and_both_stay(desk: SignedIn, entry: dict[str, str], look: Any) -> None:
    supervisor = desk("supervisor")
    enter(supervisor, entry)
    correct = next(link for link in supervisor.open("/entries").links if "replaces=" in link)
    corrected = supervisor.open(correct).form_to("/entries")
    assert supervisor.send(corrected, **chosen(entry), value="0", document="梅政〔2026〕15号").status_code == 303
    page = supervisor.open("/entries")
    assert page.text.count("已更正") == 1
    with look(SYSTEM):
        assert sorted(db.session.scalars(select(ScoreEntry.value))) == [0, 2]


def test_the_same_entry_cannot_be_corrected_twice(desk: SignedIn, entry: dict[str, str]) -> None:
    supervisor = desk("supervisor")
    enter(supervisor, entry)
    correct = next(link for link in supervisor.open("/entries").links if "replaces=" in link)
    forms = [supervisor.open(correct).form_to("/entries") for _ in range(2)]
    answers = [supervisor.send(form, **chosen(entry), value="0") for form in forms]
    assert [it.status_code for it in answers] == [303, 412]


@pytest.mark.parametrize("login", ["leader", "town"])
def test_others_read_and_do_not_enter(desk: SignedIn, entry: dict[str, str], login: str) -> None:
    enter(desk("supervisor"), entry)
    reader = desk(login)
    page = reader.open("/entries")
    assert ("梅政〔2026〕12号" in page.text, [f for f in page.forms if f.action == "/entries"]) == (True, [])
    form = page.form_to("/sign-out")
    form.action = "/entries"
    assert reader.send(form, **entry).status_code == 403


def test_a_town_reads_the_unit_and_not_the_person(desk: SignedIn, entry: dict[str, str]) -> None:
    enter(desk("supervisor"), entry)
    text = desk("town").open("/entries").text
    assert ("建德市美丽城镇建设工作专班" in text, "supervisor" in text) == (True, False)


def test_another_town_reads_nothing_of_it(desk: SignedIn, entry: dict[str, str]) -> None:
    enter(desk("supervisor"), entry)
    assert "梅政〔2026〕12号" not in desk("town2").open("/entries").text
