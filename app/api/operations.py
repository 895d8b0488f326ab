"""POST /operations: the phone's records, one transaction and one verdict each; none blocks the queue."""

from typing import Any

from flask_smorest import Blueprint

from app.access import caller, endpoint
from app.domain.people import Role
from app.domain.problems import Problem
from app.intake.judge import Verdict, judge_all
from app.schemas.operation import Envelope, VerdictsOut

blueprint = Blueprint("operations", __name__, url_prefix="/api/v1")


@blueprint.post("/operations")
@endpoint(Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, grant=True)
@blueprint.arguments(Envelope)
@blueprint.response(200, VerdictsOut)
def receive(envelope: dict[str, Any]) -> dict[str, list[Verdict]]:
    """Always 200 when the envelope is sound; every operation gets its own verdict, in order."""
    if caller().device_id not in {None, envelope["device_id"]}:
        raise Problem("csrf_missing")
    return {"verdicts": judge_all(envelope["operations"], envelope["device_id"], caller().grant_revoked)}
