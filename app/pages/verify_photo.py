"""Public check of a photo's code (公开验真): valid or not, when and in which town; nothing else, for anybody."""

from flask import Blueprint, Response, request

from app.access import endpoint
from app.domain.people import Role
from app.domain.stamp import grouped, printed_time, read_code
from app.limits import limiter
from app.pages.frame import render
from app.queries.stamp import told_of_code

blueprint = Blueprint("verify_photo", __name__)
often_enough = limiter.shared_limit("30 per minute", scope="verify_photo")


@blueprint.get("/v")
@often_enough
@endpoint(Role.NOBODY)
def ask() -> Response:
    """The field to type a code into; the form sends it back here."""
    return _answer(request.args.get("code", ""))


@blueprint.get("/v/<code>")
@often_enough
@endpoint(Role.NOBODY)
def show(code: str) -> Response:
    """What the QR code on a stamped copy leads to."""
    return _answer(code)


def _answer(typed: str) -> Response:
    """Of a code that there is not and of one that is not told yet, the same in every byte."""
    code = read_code(typed)
    told = told_of_code(code or "")
    page = render(
        "verify_photo/show.html",
        asked=bool(typed.strip()),
        typed=grouped(code) if code else typed[:40],
        taken=printed_time(told.taken_at) if told else None,
        time_says=told.time_says if told else None,
        town=f"{told.county}{told.town}" if told else None,
    )
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
