"""Evidence packs (证据包): asked for on the page of an order or a score, waited for here, and taken away as one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.actions.pack import Subject, ask, of_month, of_order
from app.db import db, now
from app.domain.pack import PackOf, PackState
from app.domain.people import Role
from app.domain.problems import Problem, not_found
from app.models import AccessLog, Order, Pack, Region
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.score_lines import month_text
from app.pages.ways import lead_to
from app.queries.by_id import one
from app.queries.masks import redacted_since
from app.queries.pack import newest_packs
from app.queries.score_pages import versions_of
from app.queries.scores import first_day
from app.schemas.pack import PackAsk
from app.storage import photo_store

blueprint = Blueprint("packs", __name__)
PACKING = (Role.SUPERVISOR, Role.LEADER, Role.TOWN)
PIECE = 1 << 18
LOOK_AGAIN = 3  # seconds, while it is being made


@dataclass(frozen=True)
class PackRow:
    url: str
    title: str
    state: str
    asked_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class PackPage(PackRow):
    subject_url: str
    file_url: str | None
    name: str
    megabytes: str
    photos: int | None
    manifest: str | None
    again: dict[str, str]
    look_again: int | None
    broken: bool


@blueprint.post("/packs")
@endpoint(*PACKING)
def make() -> Response:
    return answer(_ask, _refuse)


def _refuse(problem: Problem) -> Response:
    """Nothing was written into this form by hand, so there is nothing to show again."""
    raise problem


def _ask() -> str:
    asked = loaded(PackAsk(), sent())
    pack = ask(_subject(asked), caller().viewer, now())
    return url_for("packs.show", raw_id=pack.id)


def _subject(asked: dict[str, Any]) -> Subject:
    """Only of what the asker sees."""
    if asked["of"] is PackOf.ORDER:
        return of_order(one(Order, asked["subject_id"]))
    town, first = one(Region, asked["subject_id"]), first_day(asked["month"])
    if not versions_of(town.id, first):
        raise not_found()
    return of_month(town, first)


@blueprint.get("/packs")
@endpoint(*PACKING)
def index() -> Response:
    return render("packs/index.html", rows=[_row(pack) for pack in newest_packs()])


@blueprint.get("/packs/<raw_id>")
@endpoint(*PACKING)
def show(raw_id: str) -> Response:
    return render("packs/show.html", page=_page(one(Pack, raw_id)))


@blueprint.get("/packs/<raw_id>/file")
@endpoint(*PACKING)
def take(raw_id: str) -> Response:
    """The file; who took it and when stands in the access log. One that may hold what is hidden by now is closed."""
    pack = one(Pack, raw_id)
    if redacted_since(pack.asked_at):
        raise Problem("pack_outdated")
    response = _given(pack) if pack.state == PackState.READY else None
    if response is None:
        raise not_found()
    db.session.add(AccessLog(at=now(), user_id=caller().viewer.user_id, noun="pack", subject_id=pack.id))
    return response


def _given(pack: Pack) -> Response | None:
    """By the store itself where browsers may reach it, else from here, bit by bit."""
    link = photo_store().pack_link(pack.id, _name(pack))
    if link is not None:
        return lead_to(link, 302)
    file = photo_store().pack(pack.id)
    if file is None:
        return None
    response = Response(_pieces(file), content_type="application/zip")
    response.headers["Content-Length"] = str(pack.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(pack)}"'
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _row(pack: Pack) -> PackRow:
    return PackRow(url_for("packs.show", raw_id=pack.id), pack.title, pack.state, pack.asked_at, pack.ends_at)


def _page(pack: Pack) -> PackPage:
    ready = pack.state == PackState.READY
    return PackPage(
        **vars(_row(pack)),
        subject_url=_subject_url(pack),
        file_url=url_for("packs.take", raw_id=pack.id) if ready else None,
        name=_name(pack),
        megabytes=f"{(pack.size or 0) / 1e6:.1f}",
        photos=pack.photos,
        manifest=pack.manifest_sha256,
        again=asking(PackOf(pack.of), pack.subject_id, month_text(pack.month) if pack.month else None),
        look_again=LOOK_AGAIN if pack.state == PackState.WAITING else None,
        broken=pack.state == PackState.BROKEN,
    )


def asking(of: PackOf, subject_id: object, month: str | None = None) -> dict[str, str]:
    """The fields of the form that asks for it."""
    return {"of": of, "subject_id": str(subject_id), **({"month": month} if month else {})}


def _subject_url(pack: Pack) -> str:
    if pack.month is None:
        return url_for("orders.show", raw_id=pack.subject_id)
    return url_for("scores.show", month=month_text(pack.month), town_id=pack.subject_id)


def _name(pack: Pack) -> str:
    """Plain letters, whatever the browser and its disk take."""
    return f"xunzhen-{pack.of}-{pack.asked_at:%Y%m%d}-{str(pack.id)[:8]}.zip"
