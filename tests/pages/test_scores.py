"""Scores at the desk (得分): ranked in their group, and explained from the stored lines down to the photo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from jinja2 import Environment, nodes
from sqlalchemy import Connection, select

from app.actions.score import recompute
from app.actions.score_entry import Entered, enter
from app.db import db, now
from app.domain.calendar import Month
from app.domain.finding import Sameness
from app.domain.people import SYSTEM
from app.domain.score.rational import read, shown
from app.models import Finding, Region, Round, Score, ScoreLine
from app.queries.by_id import one
from app.storage import photo_store
from tests import make
from tests.desk import Desk
from tests.pages.conftest import SignedIn

TEMPLATES = Path(__file__).parents[2] / "app/templates/scores"
RECKONING = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@dataclass
class Scored:
    """The computed month of 梅城镇: a capped item, a dimension at its floor, a repeat, a visit that does not count."""

    path: str
    score_id: UUID
    finding_ids: list[UUID]


@pytest.fixture
def scored(world: make.World, look: Any, app: Flask) -> Scored:
    inspector = world.viewers["inspector"]
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        found = [
            make.make_finding(visit, inspector, "WS-02", "40"),
            make.make_finding(visit, inspector, "DZ-01", "1", sameness=Sameness.AGAIN),
            make.make_finding(visit, inspector, "CK-01", "90"),
        ]
        make.finish(visit, inspector, LS="not_applicable")
        too_little = make.make_visit(round_, inspector)
        make.finish(too_little, inspector, **dict.fromkeys(("WS", "DZ", "CK", "XL"), "not_looked"))
        db.session.flush()
        make.release(one(Round, round_.id), world.viewers["supervisor"])
        town = one(Region, world.towns["梅城镇"])
        said = Entered(town, Month.of(now()), "praised_by_city", "杭建〔2026〕3号")
        enter(said, world.viewers["supervisor"], now())
        _show_photos(found)
        db.session.flush()
        score = recompute(town, Month.of(now()), now())
        assert score is not None
        db.session.commit()
        return Scored(f"/scores/{Month.of(now())}/{town.id}", score.id, [finding.id for finding in found])


def _show_photos(found: list[Finding]) -> None:
    """What the worker would have made of them."""
    for photo in (photo for finding in found for photo in finding.photos):
        photo.derived_at = now()
        for size in (320, 1600):
            photo_store().keep_small(photo.sha256, size, b"RIFF-a-small-picture")


def parts(desk: Desk, path: str) -> dict[str, Fraction]:
    """The sum as the page shows it: part -> its figure."""
    body = desk.get(path).get_data(as_text=True)
    shown = re.findall(r'href="#(\w+)"><b>([^<]+)</b>', body)
    return {part: Fraction(value) for part, value in shown}


def test_the_lines_of_the_page_add_up_to_the_total(desk: SignedIn, scored: Scored, look: Any) -> None:
    with look(SYSTEM):
        score = one(Score, scored.score_id)
        assert sum(read(line.amount) for line in score.lines) == Fraction(str(score.value))
        value = str(score.value)
    supervisor = desk("supervisor")
    figures = parts(supervisor, scored.path)
    added = sum(figures.values()) - 2 * figures["penalty"]
    assert abs(added - Fraction(value)) < Fraction(1, 100)
    assert f"为什么是 {value}" in supervisor.open(scored.path).text


def test_caps_floors_repeats_and_visits_left_out_are_lines_of_their_own(desk: SignedIn, scored: Scored) -> None:
    text = desk("supervisor").open(scored.path).text
    visit = ("× 2（90 天内重复）", "这一类扣完为止", "这一项最多扣 4", "只看了 4 类，不到 5 类，不计分", "路线上没有")
    words = (*visit, "杭建〔2026〕3号", "四舍五入到两位")
    assert [word for word in words if word not in text] == []


def test_every_stored_line_stands_on_the_page(desk: SignedIn, scored: Scored, look: Any) -> None:
    with look(SYSTEM):
        lines = one(Score, scored.score_id).lines
        known = [(line.finding_id, line.code) for line in lines if line.finding_id]
        count = len(lines)
    page = desk("supervisor").open(scored.path)
    assert f"明细行数 {count}" in page.text
    assert [finding_id for finding_id, _ in known if f"/findings/{finding_id}" not in page.links] == []


def test_the_page_follows_a_changed_stored_line(desk: SignedIn, scored: Scored, wire: Connection, look: Any) -> None:
    supervisor = desk("supervisor")
    before = parts(supervisor, scored.path)["site"]
    with look(SYSTEM):
        of_point = select(ScoreLine).where(ScoreLine.finding_id == scored.finding_ids[1])
        line = db.session.scalars(of_point).one()
        weight, position = read(line.amount) / Fraction(line.raw), line.position
    amount = Fraction("-1.25") * weight
    _plant(wire, scored.score_id, position, raw="-1.25", amount=str(amount))
    after = parts(supervisor, scored.path)["site"]
    assert after != before
    assert f"−1.25 合总分 −{shown(abs(amount))}" in supervisor.open(scored.path).text


def _plant(wire: Connection, score_id: UUID, position: int, raw: str, amount: str) -> None:
    """Behind the app's back: its own role may not change a line."""
    wire.exec_driver_sql("RESET ROLE")
    wire.exec_driver_sql(
        "UPDATE score_line SET raw = %s, amount = %s WHERE score_id = %s AND position = %s",
        (raw, amount, score_id, position),
    )
    wire.exec_driver_sql("SET LOCAL ROLE xunzhen_app")


def test_a_line_opens_its_point_and_the_point_its_photo(desk: SignedIn, scored: Scored) -> None:
    supervisor = desk("supervisor")
    for finding_id in scored.finding_ids:
        opened = supervisor.get(f"/findings/{finding_id}")
        pictures = re.findall(r'src="(/api/v1/photos/[^"]+)"', opened.get_data(as_text=True))
        assert (opened.status_code, supervisor.get(pictures[0]).status_code) == (200, 200)


def test_the_lines_themselves_show_the_photo(desk: SignedIn, scored: Scored) -> None:
    body = desk("supervisor").get(scored.path).get_data(as_text=True)
    assert len(re.findall(r'<img src="/api/v1/photos/[^"]+/320"', body)) >= len(scored.finding_ids)


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_score_template_reckons(template: Path) -> None:
    parsed = Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(template.read_text("utf-8"))
    assert list(parsed.find_all(RECKONING)) == []


def test_the_town_reads_its_own_and_no_visit_of_it(desk: SignedIn, scored: Scored) -> None:
    page = desk("town").open(scored.path)
    assert (page.status, "暗访" in page.text) == (200, True)
    assert [link for link in page.links if link.startswith("/rounds")] == []
    assert all(f"/findings/{finding_id}" in page.links for finding_id in scored.finding_ids)


def test_another_town_finds_nothing_there(desk: SignedIn, scored: Scored) -> None:
    stranger = desk("town2")
    assert stranger.get(scored.path).status_code == 404
    assert "梅城镇" not in stranger.open("/scores").text


@pytest.mark.parametrize("path", ["/scores/2026-13/{town}", "/scores/2026-09/{town}", "/scores/2026-10/nobody"])
def test_what_is_not_there_is_not_found(desk: SignedIn, world: make.World, path: str) -> None:
    assert desk("supervisor").get(path.format(town=world.towns["梅城镇"])).status_code == 404


def test_a_line_that_is_about_no_point_borrows_no_points_name(desk: SignedIn, scored: Scored, look: Any) -> None:
    with look(SYSTEM):
        late = {"code": "repair.late", "amount": "-1", "raw": "-1", "params": {}, "finding_id": scored.finding_ids[0]}
        db.session.add(ScoreLine(score_id=scored.score_id, position=999, **late))
        db.session.commit()
    body = desk("supervisor").get(scored.path).get_data(as_text=True)
    assert body.count('<span class="grow"><span>四舍五入到两位') == 1
