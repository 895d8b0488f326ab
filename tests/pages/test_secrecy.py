"""Secrets on the desk's pages (暗访不露): a town meets only its own disclosed points, others not even a count."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.desk import Desk

NOUNS = ["findings/{}", "orders/{}", "orders/{}/print", "reviews/{}"]
TOWN_NAV = ["/", "/notices", "/findings", "/orders", "/requests", "/warnings", "/scores"]
TITLE = "第四季度第一轮"


def without_trace(desk: Desk, path: str) -> tuple[int, str]:
    """The answer but for its request id."""
    answer = desk.get(path)
    return answer.status_code, answer.get_data(as_text=True).replace(answer.headers["X-Request-Id"], "…")


def nav(desk: Desk) -> dict[str, str]:
    """Address of each word of the navigation, and the count behind it."""
    page = desk.client.get("/").get_data(as_text=True)
    side = page[page.index("<nav aria-label") : page.index("</nav>")]
    return dict(re.findall(r'<li><a href="([^"]+)"[^>]*>.*?</span>(?:<em>(\d+)</em>)?</a>', side))


@pytest.mark.parametrize("path", NOUNS)
def test_foreign_absent_and_malformed_ids_look_alike(desk: Any, case: Any, path: str) -> None:
    made = case()
    stranger = desk("supervisor2")
    foreign, absent, malformed = (
        without_trace(stranger, f"/{path.format(it)}") for it in (made.finding_ids[0], uuid4(), "..%00x")
    )
    assert foreign[0] == 404
    assert foreign == absent == malformed


def test_a_member_sees_the_point_that_a_stranger_does_not(desk: Any, case: Any) -> None:
    path = f"/findings/{case().finding_ids[0]}"
    assert (desk("supervisor").get(path).status_code, desk("supervisor2").get(path).status_code) == (200, 404)


def test_a_town_sees_its_own_points_once_they_are_disclosed(desk: Any, case: Any) -> None:
    made, town, other = case(2), desk("town"), desk("town2")
    path = f"/findings/{made.finding_ids[0]}"
    assert "0 处" in town.open("/findings").text
    assert town.get(path).status_code == 404
    made.released()
    assert "2 处" in town.open("/findings").text
    assert town.get(path).status_code == 200
    assert (other.get(path).status_code, "0 处" in other.open("/findings").text) == (404, True)


def test_of_a_released_point_a_town_reads_neither_inspector_nor_round(desk: Any, case: Any) -> None:
    made = case().released()
    page = desk("town").open(f"/findings/{made.finding_ids[0]}")
    assert "发现，记录" not in page.text
    assert not any(word in page.text for word in ("inspector", "督查组", TITLE))
    assert not any("/rounds" in link for link in page.links)


def test_a_town_has_no_navigation_of_others(desk: Any, case: Any) -> None:
    case().released()
    assert list(nav(desk("town"))) == TOWN_NAV


@pytest.mark.parametrize("path", ["/reviews", "/orders/new", "/rounds", "/kept"])
def test_a_town_is_refused_the_pages_of_the_office(desk: Any, path: str) -> None:
    assert desk("town").get(path).status_code == 403


def test_counts_and_tiles_of_a_hidden_round_are_its_members_only(desk: Any, case: Any) -> None:
    case(3)
    member, stranger = desk("supervisor"), desk("supervisor2")
    assert (nav(member)["/findings"], nav(stranger)["/findings"]) == ("3", "")
    assert TITLE in member.open("/").text
    assert TITLE not in stranger.open("/").text


@pytest.mark.parametrize("login", ["supervisor2", "leader", "town", "town2", "inspector2"])
def test_the_workbench_of_a_stranger_is_the_same_with_a_hidden_round_and_without(
    desk: Any, case: Any, login: str
) -> None:
    stranger = desk(login)
    before = ids_gone(stranger.get("/").get_data(as_text=True))
    case(3)
    assert ids_gone(stranger.get("/").get_data(as_text=True)) == before


def ids_gone(page: str) -> str:
    """Each page draws fresh ids for its forms."""
    return re.sub(r'name="op_id" value="[^"]+"', "", page)
