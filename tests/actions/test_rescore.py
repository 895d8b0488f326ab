"""`flask rescore` (重算): computes anew, stores only what comes out differently."""

from __future__ import annotations

from flask import Flask

from tests.make import COUNTY
from tests.score_story import Story, beijing


def rescore(app: Flask, *words: str) -> str:
    with app.app_context():  # as the flask program does
        answer = app.test_cli_runner().invoke(args=["rescore", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output.strip()


def test_what_is_computed_already_is_not_stored_again(app: Flask, story: Story) -> None:
    story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    story.work(beijing("11-06 09:00"))
    assert rescore(app) == "1 towns, 0 new scores"


def test_one_town_and_one_month_can_be_named(app: Flask, story: Story) -> None:
    story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    story.work(beijing("11-06 09:00"))
    (town,) = story.ask("SELECT code FROM region WHERE id = %(town)s", town=story.town_id)
    assert rescore(app, "--town", town["code"], "--month", "2026-10") == "1 towns, 1 new scores"


def test_a_county_is_no_town(app: Flask, story: Story) -> None:
    assert rescore(app, "--town", COUNTY) == "0 towns, 0 new scores"
