"""Addresses and methods that there are not (没有的地址): a page with a sentence, for whoever is there."""

from __future__ import annotations

import pytest

from tests.pages.conftest import SignedIn


@pytest.mark.parametrize("login", [None, "supervisor"])
def test_a_mistyped_address_and_a_wrong_method_have_their_page(desk: SignedIn, login: str | None) -> None:
    browser = desk(login).client if login else desk("town").client.application.test_client()
    answers = [browser.get("/nowhere"), browser.post("/findings", data={"x": "1"})]
    assert [answer.status_code for answer in answers] == [404, 405]
    assert all("<h1" in answer.get_data(as_text=True) for answer in answers)
