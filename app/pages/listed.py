"""Orders under listed supervision in public (挂牌督办公示): for anybody, what the notice says and how far it is; nothing else."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response

from app.access import endpoint
from app.db import now
from app.domain.people import Role
from app.limits import limiter
from app.models import PublicListing
from app.pages.frame import render
from app.queries.listings import listings_of

blueprint = Blueprint("listed", __name__)
often_enough = limiter.shared_limit("30 per minute", scope="public_listed")


@dataclass(frozen=True)
class Listed:
    number: str
    town: str
    words: str
    leader: str
    listed_at: datetime
    open: int
    closed: int
    ended_at: datetime | None


@blueprint.get("/public/listed/<code>")
@often_enough
@endpoint(Role.NOBODY)
def show(code: str) -> Response:
    """Of a code of nowhere, of a county that shows none and of one that has none, the same in every byte."""
    county, rows = listings_of(code, now())
    page = render("listed/show.html", county=county, rows=[_listed(it) for it in rows])
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page


def _listed(row: PublicListing) -> Listed:
    return Listed(
        row.number, row.town, row.words, row.leader, row.listed_at, row.points - row.closed, row.closed, row.ended_at
    )
