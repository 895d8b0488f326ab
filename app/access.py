"""Access (入口): the only door in. Who may call, who is looking, one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from hashlib import sha256
from hmac import compare_digest
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, request
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Select, bindparam, func, select

from app import queue
from app.db import db, look_as, looking_as
from app.domain.people import NOBODY, Role, Viewer
from app.domain.problems import Problem
from app.domain.session import IDLE, LONGEST, TOUCH
from app.models import Account, DeviceGrant, SignIn

SAFE = {"GET", "HEAD", "OPTIONS"}
GRANT_IS_ENOUGH = "xz.grant_is_enough"
SESSION_COOKIE, GRANT_COOKIE = "xz_session", "xz_grant"

View = TypeVar("View", bound=Callable[..., Any])
login_manager = LoginManager()


class Caller(UserMixin):
    """Who calls: the account, how it is known (session or grant), and the viewer it becomes."""

    def __init__(self, account: Account, csrf_token: str | None, device_id: UUID | None) -> None:
        self.account_id = account.id
        self.login = account.login
        self.must_change = account.must_change
        self.csrf_token = csrf_token
        self.device_id = device_id
        self.by_grant = csrf_token is None
        self.grant_revoked = False
        self.viewer = account.viewer

    def get_id(self) -> str:
        return str(self.account_id)


def endpoint(
    *roles: Role, grant: bool = False, before_change: bool = False, largest: int | None = None
) -> Callable[[View], View]:
    """Declare who may call. NOBODY among the roles: no sign-in needed; `grant`: a device grant is enough.

    `before_change`: also for an account that must change its password first. `largest`: bytes of a body beyond the usual,
    said before anything of it is read.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def door(*args: Any, **kwargs: Any) -> Any:
            request.max_content_length = largest or request.max_content_length
            _let_in(roles, grant, before_change)
            try:
                answer = view(*args, **kwargs)
                db.session.commit()
            except BaseException:
                db.session.rollback()
                raise
            queue.ring()
            return answer

        door.roles = roles  # type: ignore[attr-defined]  # read by the factory and by the matrix test
        door.grant = grant  # type: ignore[attr-defined]
        return door  # type: ignore[return-value]  # a wrapped view is still a view

    return declare


@contextmanager
def in_place_of(other: Viewer, caller_: Viewer) -> Iterator[None]:
    """A session of the other's own; afterwards the caller looks again, at rows freshly read."""
    try:
        with looking_as(other):
            yield
    finally:
        look_as(caller_)


def look_as_whoever_calls() -> None:
    """For a refusal before any door, of an address or method that there is not: its page has somebody's frame too."""
    if db.session().info.get("viewer") is None:
        look_as(NOBODY)
        if current_user.is_authenticated:
            look_as(caller().viewer)


def caller() -> Caller:
    """Who calls, for views that need more than the viewer."""
    return cast("Caller", current_user)


def _let_in(roles: tuple[Role, ...], grant: bool, before_change: bool) -> None:
    look_as(NOBODY)
    if Role.NOBODY in roles:
        return
    request.environ[GRANT_IS_ENOUGH] = grant
    if not current_user.is_authenticated:
        raise Problem("not_signed_in")
    _check_age()
    who = caller()
    _check_forgery(who)
    if who.must_change and not before_change:
        raise Problem("password_must_change")
    if who.viewer.role not in roles:
        raise Problem("wrong_role")
    look_as(who.viewer)


def _check_age() -> None:
    """A phone says which version of its queue it speaks; anybody else says nothing."""
    told = request.headers.get("Xunzhen-Client", "")
    if told.isascii() and told.isdigit() and len(told) < 6 and int(told) < current_app.extensions["config"].min_client:
        raise Problem("client_too_old")


@login_manager.request_loader
def _identify(_request: Any) -> Caller | None:
    return _by_session() or (_by_grant() if request.environ.get(GRANT_IS_ENOUGH) else None)


def _by_session() -> Caller | None:
    row = _known(SignIn, SignIn.account_id, cookie(SESSION_COOKIE))
    if row is None:
        return None
    sign_in, account, at = row
    if sign_in.ended_at is not None or at - sign_in.seen_at > IDLE or at - sign_in.created_at > LONGEST:
        return None
    if at - sign_in.seen_at > TOUCH:
        sign_in.seen_at = at
    return Caller(account, sign_in.csrf_token, sign_in.device_id)


def _by_grant() -> Caller | None:
    """A revoked grant still identifies: its operations are kept for a person, never dropped (decision 36)."""
    row = _known(DeviceGrant, DeviceGrant.account_id, cookie(GRANT_COOKIE))
    if row is None:
        return None
    grant, account, at = row
    if at >= grant.expires_at:
        return None
    who = Caller(account, None, grant.device_id)
    who.grant_revoked = grant.revoked_at is not None
    return who


def _known(model: Any, account_id: Any, token: str | None) -> Any:
    if not token:
        return None
    return db.session.execute(_whose(model, account_id), {"token": token_hash(token)}).one_or_none()


@cache
def _whose(model: Any, account_id: Any) -> Select[Any]:
    """Asked by each request, so written down once."""
    known = select(model, Account, func.xz_now()).join(Account, Account.id == account_id)
    return known.where(model.token_hash == bindparam("token"), Account.closed_at.is_(None))


def _check_forgery(who: Caller) -> None:
    if request.method in SAFE:
        return
    if who.by_grant:
        if request.headers.get("Xunzhen-Device") != str(who.device_id):
            raise Problem("csrf_missing")
        if not origin_is_ours():
            raise Problem("foreign_origin")
        return
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not compare_digest(sent, who.csrf_token or ""):
        raise Problem("csrf_missing")


def origin_is_ours() -> bool:
    """No Origin, or ours: a form on another site can not sign a browser in."""
    origin = request.headers.get("Origin")
    ours = current_app.config["PUBLIC_ORIGIN"] or request.host_url.rstrip("/")
    return origin is None or urlsplit(origin).netloc == urlsplit(ours).netloc


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def cookie_name(name: str) -> str:
    """The __Host- prefix only over HTTPS: some browsers drop it on plain loopback (decision 37)."""
    return f"__Host-{name}" if request.is_secure else name


def cookie(name: str) -> str | None:
    return request.cookies.get(cookie_name(name))
