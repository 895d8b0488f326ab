"""Reviews (核查): one answer after the other, the longest waiting first; the step itself is the point's."""

from flask import Blueprint, Response, url_for

from app.access import endpoint
from app.models import Finding
from app.pages.frame import render
from app.pages.review_page import page_of
from app.pages.roles import OFFICE
from app.pages.ways import lead_to
from app.queries.by_id import one

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/reviews")
@endpoint(*OFFICE)
def index() -> Response:
    page = page_of(None)
    if page.queue:
        return lead_to(page.queue[0].url, 302)
    return render("reviews/show.html", page=page)


@blueprint.get("/reviews/<raw_id>")
@endpoint(*OFFICE)
def show(raw_id: str) -> Response:
    finding = one(Finding, raw_id)
    page = page_of(finding)
    if page.item is None:
        return lead_to(url_for("findings.show", raw_id=finding.id), 302)
    return render("reviews/show.html", page=page)
