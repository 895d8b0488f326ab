"""Frame (页面框架): what stands around every page — who I am, where I can go, what waits for me — and refusals as pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_login import current_user
from jinja2 import StrictUndefined

from app.access import Caller, look_as_whoever_calls
from app.db import now, viewer
from app.domain import chance
from app.domain.people import Role
from app.models import Unit, User
from app.pages import assets, dates
from app.pages.parts import t
from app.pages.ways import came_from, here, lead_to
from app.queries.by_id import one
from app.queries.waiting import WAITING

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
NAV: dict[Role, tuple[str, ...]] = {
    Role.SUPERVISOR: (
        "workbench",
        "notices",
        "rounds",
        "findings",
        "orders",
        "reviews",
        "rechecks",
        "second_reviews",
        "requests",
        "approvals",
        "warnings",
        "kept",
        "scores",
        "bulletin",
        "entries",
        "integrity",
        "access",
    ),
    Role.LEADER: (
        "workbench",
        "notices",
        "rounds",
        "findings",
        "orders",
        "copies",
        "requests",
        "warnings",
        "scores",
        "bulletin",
        "entries",
    ),
    Role.INSPECTOR: ("workbench", "notices", "rounds", "findings"),
    Role.TOWN: ("workbench", "notices", "findings", "orders", "requests", "warnings", "scores"),
    Role.DEPARTMENT: ("workbench", "notices", "findings", "orders", "copies", "requests", "warnings"),
    Role.AUDITOR: ("integrity", "access", "second_reviews"),
    Role.SECADMIN: ("integrity",),
}
PLACES = {"workbench": "workbench.show", "bulletin": "bulletin.show", "integrity": "integrity.show"}
# What waits for me behind a word of the navigation.
COUNTED: dict[Role, dict[str, str]] = {
    Role.SUPERVISOR: {
        "notices": "notices",
        "findings": "confirm",
        "orders": "issue",
        "reviews": "review",
        "rechecks": "rechecks",
        "second_reviews": "second_reviews",
        "requests": "asks",
        "approvals": "approvals",
        "kept": "kept",
    },
    Role.LEADER: {"notices": "notices"},
    Role.INSPECTOR: {"notices": "notices"},
    Role.TOWN: {"notices": "notices", "findings": "fix", "orders": "sign"},
    Role.DEPARTMENT: {"notices": "notices", "findings": "fix", "orders": "sign"},
}
# The page's own words already say it all.
SAID_BY_THE_PAGE = ("not_found", "method_not_allowed", "http_error", "too_many_tries", "unavailable", "unforeseen")
PROBLEM_PAGES = (400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503, 507)


@dataclass(frozen=True)
class Said:
    tone: str
    sentence: str


@dataclass(frozen=True)
class Person:
    name: str
    unit: str


@dataclass(frozen=True)
class NavEntry:
    key: str
    url: str
    count: int | None
    current: bool


class Shell:
    """Asked lazily, so that a page for someone not signed in asks the database nothing."""

    def __init__(self, said: Sequence[Said] = (), address: str | None = None) -> None:
        self.said = list(said)
        self.here = address or here()
        self.lang = LANGUAGE_TAGS[current_app.config["LANGUAGE"]]
        theme = request.cookies.get("xz_theme")
        self.theme = theme if theme in {"dark", "light"} else None
        self.large = request.cookies.get("xz_type") == "large"
        self.demo = current_app.config["MODE"] == "demo"

    @cached_property
    def csrf_token(self) -> str:
        who = current_user._get_current_object()  # noqa: SLF001 - flask-login's own way to the object
        return (who.csrf_token or "") if isinstance(who, Caller) else ""

    @cached_property
    def person(self) -> Person | None:
        user_id = viewer().user_id
        if user_id is None:
            return None
        user = one(User, user_id)
        return Person(user.name, one(Unit, user.unit_id).name)

    @cached_property
    def nav(self) -> list[NavEntry]:
        keys = NAV.get(viewer().role, ())
        counted = COUNTED.get(viewer().role, {})
        return [_entry(key, counted.get(key)) for key in keys]


def _entry(key: str, waits: str | None) -> NavEntry:
    count = WAITING[waits](now()) if waits else None
    return NavEntry(key, url_for(PLACES.get(key, f"{key}.index")), count, request.blueprint == key)


def install(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(t=t, fresh_id=lambda: str(chance.new_id()))
    app.context_processor(lambda: {"shell": Shell()})
    app.extensions["problem_page"] = problem_page
    assets.install(app)
    dates.install(app)


def render(template: str, said: Sequence[Said] = (), status: int = 200, **context: Any) -> Response:
    """The page in its frame."""
    return make_response(render_template(template, shell=Shell(said), **context), status)


def problem_page(status: int, code: str, sentence: str, trace: str) -> Response:
    """A refusal as a page; who is not signed in, or must change the password first, is led there."""
    if code == "not_signed_in":
        return lead_to(url_for("sign_in.enter", next=here()))
    if code == "password_must_change":
        return lead_to(url_for("sign_in.change_password", next=here()))
    look_as_whoever_calls()
    shown = status if status in PROBLEM_PAGES else (500 if status >= 500 else 400)
    page = render_template(
        "problem.html",
        shell=Shell(address="/"),  # an absent, a foreign and a malformed address give the same bytes
        status=shown,
        sentence=None if code in SAID_BY_THE_PAGE else sentence,
        nothing_lost=status >= 500,
        back_url=came_from(),
        trace=trace or None,
    )
    return make_response(page, status)
