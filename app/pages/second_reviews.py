"""Second reviews (盲审): what waits for whoever looks, each decided without the first decision; and the draws, for the auditor."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.domain.people import Role
from app.domain.problems import Problem
from app.domain.second_review import is_drawn
from app.errors import STATUS
from app.models import Journal, SecondReview
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.history import refusal
from app.pages.roles import OFFICE
from app.pages.second_review_page import page_of, settled_rows, waiting_rows
from app.queries.by_id import one
from app.queries.second_reviews import draws
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("second_reviews", __name__)
LATEST = 100


@dataclass(frozen=True)
class Draw:
    """One lot with what it takes to draw it again; `holds`: it was drawn again just now, and came out the same."""

    at: datetime
    answer: str
    seed: str
    percent: int
    drawn: bool
    holds: bool


@blueprint.get("/second-reviews")
@endpoint(*OFFICE, Role.AUDITOR)
def index() -> Response:
    if caller().viewer.role is Role.AUDITOR:
        return render("second_reviews/draws.html", draws=[_draw(row) for row in draws(LATEST)])
    return render("second_reviews/index.html", waiting=waiting_rows(), settled=settled_rows())


@blueprint.get("/second-reviews/<raw_id>")
@endpoint(*OFFICE)
def show(raw_id: str) -> Response:
    return render("second_reviews/show.html", page=page_of(one(SecondReview, raw_id)))


@blueprint.post("/second-reviews/<raw_id>/steps")
@endpoint(*OFFICE)
def steps(raw_id: str) -> Response:
    return answer(lambda: _step(raw_id), lambda problem: _again(raw_id, problem))


def _step(raw_id: str) -> str:
    """To both decisions, which may be seen now."""
    take_step("second-reviews", raw_id, loaded(StepForm(), sent()))
    return url_for("second_reviews.show", raw_id=raw_id)


def _again(raw_id: str, problem: Problem) -> Response:
    review = one(SecondReview, raw_id)
    return render("second_reviews/show.html", refusal(problem, review.id), STATUS[problem.kind], page=page_of(review))


def _draw(row: Journal) -> Draw:
    said = row.body
    code, seed, percent, drawn = said["evidence"], said["seed"], int(said["percent"]), bool(said["drawn"])
    return Draw(row.at, code, seed, percent, drawn, is_drawn(seed, code, percent) == drawn)
