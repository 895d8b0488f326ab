"""Signing in (登录): from a login and a password to an open session and its cookies, for both edges."""

from typing import Any

from flask import Response, current_app, request

from app.access import GRANT_COOKIE, SESSION_COOKIE, Caller, cookie_name
from app.actions import account as accounts
from app.db import db, look_as, now
from app.domain.problems import Problem
from app.domain.session import LONGEST
from app.models import Account
from app.queries.by_id import one


def admit(login: str, password: str, device_id: Any) -> tuple[Account, accounts.SignedIn]:
    """Check, open a session, become the viewer. A failed try is committed before it is refused."""
    typed = login.replace("\0", "\ufffd")  # nobody's login has a NUL, and PostgreSQL could not even ask for it
    account, problem = accounts.check_password(typed, password, now(), current_app.config["MODE"] != "production")
    if account is None or problem is not None:
        db.session.commit()
        raise problem or Problem("wrong_credentials")
    signed_in = accounts.open_session(account, device_id, now())
    db.session.flush()
    look_as(account.viewer)
    return account, signed_in


def own_account(who: Caller) -> Account:
    return one(Account, who.account_id)


def keep_cookies(response: Response, signed_in: accounts.SignedIn) -> Response:
    flags: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/", "secure": request.is_secure}
    on_phone = signed_in.grant_token is not None
    lives = LONGEST if on_phone else None  # a phone kills its browser all day; a shared desk forgets with its window
    response.set_cookie(cookie_name(SESSION_COOKIE), signed_in.token, max_age=lives, **flags)
    if signed_in.grant_token is not None:
        response.set_cookie(cookie_name(GRANT_COOKIE), signed_in.grant_token, max_age=accounts.GRANT_FOR, **flags)
    return response
