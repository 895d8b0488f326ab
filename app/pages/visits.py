"""One visit (一次现场检查): when, how far, what was found on it, and the way as the phone told it."""

from flask import Blueprint, Response

from app.access import caller, endpoint
from app.actions.access import note_opening
from app.db import now
from app.domain.people import Role
from app.models import Visit
from app.pages.frame import render
from app.pages.visit_page import page_of
from app.queries.by_id import one

blueprint = Blueprint("visits", __name__)
READERS = (Role.SUPERVISOR, Role.LEADER, Role.INSPECTOR)


@blueprint.get("/visits/<raw_id>")
@endpoint(*READERS)
def show(raw_id: str) -> Response:
    """Looking at somebody's way is itself written down, for the auditor."""
    visit = one(Visit, raw_id)
    page = page_of(visit)
    if page.track is not None:
        note_opening("track", visit.id, caller().viewer, now())
    return render("visits/show.html", page=page)
