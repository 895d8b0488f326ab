"""POST /operations: the phone's records, one transaction and one verdict each; none blocks the queue."""

from hashlib import sha256
from typing import Any

import rfc8785
from flask_smorest import Blueprint
from marshmallow import ValidationError

from app.access import caller, endpoint
from app.api.judge import Verdict, judge, refused
from app.domain.people import Role
from app.domain.problems import Problem
from app.schemas.operation import Envelope, OperationIn, Sent, VerdictsOut

blueprint = Blueprint("operations", __name__, url_prefix="/api/v1")


@blueprint.post("/operations")
@endpoint(Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, grant=True)
@blueprint.arguments(Envelope)
@blueprint.response(200, VerdictsOut)
def receive(envelope: dict[str, Any]) -> dict[str, list[Verdict]]:
    """Always 200 when the envelope is sound; every operation gets its own verdict, in order."""
    device_id = envelope["device_id"]
    if caller().device_id not in {None, device_id}:
        raise Problem("csrf_missing")
    read = [_read(raw) for raw in envelope["operations"]]
    return {"verdicts": [judge(item, device_id) if isinstance(item, Sent) else item for item in read]}


def _read(raw: dict[str, Any]) -> Sent | Verdict:
    """The operation, or its refusal. Bytes changed on the way are the envelope's fault: it is sent again."""
    try:
        sent: Sent = OperationIn().load(raw)
        digest = sha256(rfc8785.dumps(sent.payload)).hexdigest()
    except ValidationError as error:
        return refused(str(raw.get("op_id", "")), error.messages)
    except rfc8785.CanonicalizationError:
        return refused(str(raw.get("op_id", "")), {"payload": ["not canonical"]})
    if digest != sent.sha256:
        raise Problem("hash_mismatch")
    return sent
