"""Town words (镇街说的话): what of the vocabulary only those say who answer points: asking, taking it back, looking at one's own streets."""

from typing import Any
from uuid import UUID

from app.actions.request import Asked, make_request, step_request
from app.actions.selfcheck import Checked, record_self_check
from app.domain.problems import Problem
from app.intake.spoken import Done, OutOfScope, ParentMissing, Said, seen
from app.models import Finding, TownRequest
from app.queries.by_id import maybe
from app.queries.rules import published_codes


def ask(said: Said) -> Done:
    p = said.payload
    finding = seen(Finding, p["finding_id"])
    asked = Asked(
        request_id=p["request_id"],
        kind=p["kind"],
        reason=p["reason"],
        until=p["until"],
        unit_name=p["unit_name"],
        photos=tuple(p["photos"]),
        **said.times,
    )
    event, missing = make_request(finding, asked, said.viewer, said.at)
    return Done(event, missing)


def withdraw(said: Said) -> Done:
    request = maybe(TownRequest, said.payload["request_id"])
    if request is None:
        raise ParentMissing(said.payload["request_id"])
    return Done(step_request(request, said.move("withdraw")), [], version=request.version)


def _published(county_id: UUID | None, p: dict[str, Any]) -> None:
    """Codes of any version ever published for the county, as with what an inspector records."""
    codes = published_codes(county_id) if county_id else frozenset()
    named = [("/dimension", p["dimension"])] if p["dimension"] else []
    for pointer, code in (*named, *(("/item_codes", code) for code in p["item_codes"])):
        if code not in codes:
            raise Problem("item_unknown", pointer=pointer, item=code)


def self_check(said: Said) -> Done:
    p = said.payload
    if p["town_id"] != said.viewer.town_id:
        raise OutOfScope
    _published(said.viewer.county_id, p)
    checked = Checked(
        selfcheck_id=p["selfcheck_id"],
        dimension=p["dimension"],
        item_codes=p["item_codes"],
        clean=p["clean"],
        note=p["note"],
        position=p["position"],
        photos=tuple(p["photos"]),
        **said.times,
    )
    return Done(*record_self_check(checked, said.viewer, said.at))
