"""Errors: one table from the kind of a refusal to its HTTP status, one form of answer (problem+json or a page)."""

import logging
from typing import Any

from flask import Flask, Response, current_app, jsonify, request
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.db import db
from app.domain.problems import Kind, Problem
from app.texts import say, sentence

log = logging.getLogger(__name__)
NO_RIGHT = "42501"  # PostgreSQL's insufficient_privilege
RETRY_AFTER = "5"  # seconds: about what a restart of a database, of Redis or of a store takes

STATUS: dict[Kind, int] = {
    Kind.ENVELOPE: 400,
    Kind.UNKNOWN_CALLER: 401,
    Kind.WRONG_ROLE: 403,
    Kind.UNSEEN: 404,
    Kind.NO_SUCH_STEP: 409,
    Kind.GONE: 410,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.MEDIA: 415,
    Kind.NEED: 422,
    Kind.TOO_MANY: 429,
    Kind.BYTES_DIFFER: 460,
    Kind.UNAVAILABLE: 503,
    Kind.FULL: 507,
    Kind.OUTDATED: 426,
}
OF_HTTP = {
    400: "envelope_unreadable",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_not_supported",
    422: "shape",
    429: "too_many_tries",
}


def install(app: Flask) -> None:
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(StaleDataError, lambda _e: answer(Problem("stale_version")))
    app.register_error_handler(OperationalError, unavailable)
    app.register_error_handler(ProgrammingError, without_right)
    app.register_error_handler(RedisError, unavailable)
    app.register_error_handler(Exception, unforeseen)
    app.after_request(_say_when)


def _say_when(response: Response) -> Response:
    """Every 503 says when to come again, whoever made it: a phone that is not told asks at its own pace."""
    if response.status_code == STATUS[Kind.UNAVAILABLE]:
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    return response


def answer(problem: Problem) -> Response:
    field = [{"pointer": problem.pointer, "code": problem.code}] if problem.pointer else []
    detail = sentence(problem, current_app.config["LANGUAGE"])
    extra = {k: v for k, v in problem.params.items() if k == "version"}
    return _respond(STATUS[problem.kind], problem.code, detail, errors=field, **extra)


def of_http(error: HTTPException) -> Response:
    """What Flask and the schemas refuse, in our form."""
    status = error.code or 500
    code = OF_HTTP.get(status, "http_error")
    messages = getattr(error, "data", {}).get("messages", {}) if isinstance(getattr(error, "data", None), dict) else {}
    response = _respond(status, code, say(f"p.{code}", current_app.config["LANGUAGE"]), errors=list(pointers(messages)))
    if status == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def pointers(messages: Any, path: str = "") -> list[dict[str, str]]:
    """Marshmallow's nested messages as JSON pointers; the first level (json, query, form) is dropped."""
    if not isinstance(messages, dict):
        return [{"pointer": path or "/", "code": "shape"}]
    found = []
    for key, inside in messages.items():
        found += pointers(inside, path if key in {"json", "query", "form", "_schema"} else f"{path}/{key}")
    return found


def unavailable(error: Exception) -> Response:
    log.error("unavailable: %s", type(error).__name__, exc_info=error)
    return answer(Problem("unavailable"))


def without_right(error: ProgrammingError) -> Response:
    """Somebody took a right from our role, that to write the journal say: then nothing is done until it is given back."""
    return unavailable(error) if getattr(error.orig, "sqlstate", "") == NO_RIGHT else unforeseen(error)


def unforeseen(error: Exception) -> Response:
    """A defect: logged with its trace, told without details."""
    log.error("unforeseen", exc_info=error)
    return _respond(500, "unforeseen", say("p.unforeseen", current_app.config["LANGUAGE"]))


def _respond(status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None, **extra: Any) -> Response:
    db.session.rollback()
    instance = request.environ.get("xz.request_id", "")
    if not request.path.startswith("/api/"):
        page: Response = current_app.extensions["problem_page"](status, code, detail, instance)  # the desk hands it in
        return page
    title = say(f"s.{status}", current_app.config["LANGUAGE"])
    body = {
        "type": code,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
        "errors": errors or [],
    }
    response = jsonify({**body, **extra})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response
