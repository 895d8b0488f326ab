"""Sign-in (登录): entering and leaving the desk, and the password that must be changed first."""

from flask import Blueprint, Response, current_app, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.access import SESSION_COOKIE, caller, cookie, cookie_name, endpoint, origin_is_ours
from app.actions import account as accounts
from app.db import db, now
from app.domain.people import PEOPLE, Role
from app.domain.problems import Problem
from app.errors import STATUS
from app.limits import limiter
from app.models import Account
from app.pages.form import answer, fields_of
from app.pages.frame import render
from app.pages.parts import t
from app.pages.ways import lead_to, our_path
from app.sign_in import admit, keep_cookies, own_account

blueprint = Blueprint("sign_in", __name__)
FIELD_OF = {"password": "old_password", "new_password": "new_password"}  # the action's word -> the form's


@blueprint.get("/sign-in")
@endpoint(Role.NOBODY)
def enter() -> Response:
    if current_user.is_authenticated:
        return lead_to(our_path(request.args.get("next")), 302)
    return _door()


@blueprint.post("/sign-in")
@limiter.limit("30 per minute")
@endpoint(Role.NOBODY)
def admit_person() -> Response:
    if not origin_is_ours():
        raise Problem("foreign_origin")
    try:
        _account, signed_in = admit(request.form.get("account", ""), request.form.get("password", ""), None)
    except Problem as problem:
        return _door(problem)
    onward = our_path(request.form.get("next"))
    return keep_cookies(lead_to(onward), signed_in)


def _door(problem: Problem | None = None) -> Response:
    return render(
        "sign_in/sign_in.html",
        status=STATUS[problem.kind] if problem else 200,
        problem=t(f"p.{problem.code}", **problem.params) if problem else None,
        errors={},
        account=request.form.get("account", ""),
        next_url=our_path(request.values.get("next")),
        demo_accounts=_demo_accounts(),
    )


def _demo_accounts() -> list[dict[str, str]]:
    """Named on the door in demo mode only; elsewhere they cannot sign in anyway."""
    if current_app.config["MODE"] != "demo":
        return []
    rows = db.session.scalars(select(Account).where(Account.demo).order_by(Account.login))
    by_role = sorted(rows, key=lambda row: PEOPLE.index(Role(row.role)))
    return [{"account": row.login, "word": t(f"w.role.{row.role}")} for row in by_role]


@blueprint.post("/sign-out")
@endpoint(*PEOPLE, before_change=True)
def leave() -> Response:
    accounts.close_session(cookie(SESSION_COOKIE) or "", now())
    response = lead_to(url_for("sign_in.enter"))
    response.delete_cookie(cookie_name(SESSION_COOKIE), path="/")
    return response


@blueprint.get("/password")
@endpoint(*PEOPLE, before_change=True)
def change_password() -> Response:
    return _password({})


@blueprint.post("/password")
@endpoint(*PEOPLE, before_change=True)
def save_password() -> Response:
    if request.form.get("new_password") != request.form.get("again"):
        return _password({"again": t("d.password.differ")}, 422)
    return answer(_change, _refused)


def _change() -> str:
    """The new password ends every other session of the account."""
    account = own_account(caller())
    accounts.change_password(account, request.form.get("old_password", ""), request.form.get("new_password", ""))
    accounts.close_other_sessions(account, cookie(SESSION_COOKIE) or "", now())
    return our_path(request.args.get("next"))


def _refused(problem: Problem) -> Response:
    said = t(f"p.{problem.code}", **problem.params)
    return _password({FIELD_OF[name]: said for name in fields_of(problem)}, STATUS[problem.kind])


def _password(errors: dict[str, str], status: int = 200) -> Response:
    forced = caller().must_change
    return render("sign_in/change_password.html", status=status, problem=None, errors=errors, forced=forced)
