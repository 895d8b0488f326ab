"""My own things (我的): who I am, where I am signed in, and which phones may still send in my name."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, url_for

from app.access import SESSION_COOKIE, caller, cookie, endpoint, token_hash
from app.actions.account import end_session as end
from app.actions.account import revoke_grant
from app.db import now
from app.domain.people import PEOPLE, Role
from app.domain.problems import Problem
from app.errors import STATUS
from app.models import DeviceGrant, SignIn, Unit, User
from app.pages.form import answer
from app.pages.frame import Said, render
from app.pages.parts import t
from app.queries.by_id import one
from app.queries.me import grants_of_mine, sessions_of_mine

blueprint = Blueprint("me", __name__)
WITHOUT_PAGES = (Role.SYSADMIN,)


@dataclass(frozen=True)
class SessionRow:
    id: str
    current: bool
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class GrantRow:
    id: str
    short: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Me:
    name: str
    role: str
    unit: str
    login: str
    nothing_yet: bool
    sessions: list[SessionRow]
    grants: list[GrantRow]


@blueprint.get("/me")
@endpoint(*PEOPLE)
def show() -> Response:
    return _page(None)


@blueprint.post("/me/sessions/<id>/end")
@endpoint(*PEOPLE)
def end_session(id: str) -> Response:
    def work() -> str:
        end(one(SignIn, id), caller().viewer, now())
        return url_for("me.show")

    return answer(work, _page)


@blueprint.post("/me/grants/<id>/revoke")
@endpoint(*PEOPLE)
def revoke(id: str) -> Response:
    def work() -> str:
        revoke_grant(one(DeviceGrant, id), caller().viewer, now())
        return url_for("me.show")

    return answer(work, _page)


def _page(problem: Problem | None) -> Response:
    who, viewer = caller(), caller().viewer
    user = one(User, str(viewer.user_id))
    page = Me(
        name=user.name,
        role=user.role,
        unit=one(Unit, user.unit_id).name,
        login=who.login,
        nothing_yet=viewer.role in WITHOUT_PAGES,
        sessions=_sessions(),
        grants=[
            GrantRow(str(it.id), it.device_id.hex[:4], it.created_at, it.expires_at, it.revoked_at)
            for it in grants_of_mine(now())
        ],
    )
    said = [Said("red", t(f"p.{problem.code}", **problem.params))] if problem else []
    return render("me/show.html", said, STATUS[problem.kind] if problem else 200, page=page)


def _sessions() -> list[SessionRow]:
    mine = token_hash(cookie(SESSION_COOKIE) or "")
    return [SessionRow(str(it.id), it.token_hash == mine, it.created_at, it.seen_at) for it in sessions_of_mine(now())]
