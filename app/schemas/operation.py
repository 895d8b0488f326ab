"""The envelope of operations (decision 34): only what must be sound to answer each one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, post_load, validate

from app.domain.kept import MOST_AT_ONCE, REASONS, RULE
from app.schemas.base import Strict, digest, instant, nonce, storable, text

NEWEST_SCHEMA = 1
MOST = 50


@dataclass(frozen=True)
class Sent:
    """One operation as sent, its payload still unread."""

    op_id: UUID
    n: int
    kind: str
    made_at: datetime
    schema_version: int
    server_nonce: str | None
    sha256: str
    payload: dict[str, Any]


class OperationIn(Strict):
    op_id = fields.UUID(required=True)
    n = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))
    kind = fields.String(required=True, validate=validate.Regexp(r"\A[a-z_.]{1,32}\Z"))
    made_at = instant(required=True)
    schema_version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 9999))
    server_nonce = nonce()
    sha256 = digest(required=True)
    payload = fields.Dict(keys=fields.String(), required=True, validate=storable)

    @post_load
    def made(self, loaded: dict[str, Any], **_kwargs: Any) -> Sent:
        return Sent(**loaded)


class Envelope(Strict):
    """Each operation is checked on its own, so that a malformed one does not stop the others."""

    device_id = fields.UUID(required=True)
    operations = fields.List(fields.Dict(keys=fields.String()), required=True, validate=validate.Length(1, MOST))


class Decision(Strict):
    """What a person at the desk decides on a kept operation."""

    action = fields.String(required=True, validate=validate.OneOf(["accept", "void"]))
    note = text(500, load_default="")


class Decisions(Strict):
    """The same on many: the ticked ones, or all of the filter that had come when the list was shown."""

    action = fields.String(required=True, validate=validate.OneOf(["accept", "void"]))
    note = text(500, load_default="")
    picked = fields.List(fields.String(validate=validate.Length(1, 64)), validate=validate.Length(max=MOST_AT_ONCE))
    every = fields.Boolean(load_default=False)
    until = instant(required=True)
    because = fields.String(load_default="", validate=validate.OneOf(["", *REASONS, RULE]))


class JoinInto(Strict):
    """Into which point; a kept answer goes into the one that is there, and names none."""

    finding_id = fields.String(load_default=None, validate=validate.Length(max=40))


class VerdictOut(Schema):
    op_id = fields.String(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(["applied", "repeated", "kept", "refused"]))
    receipt = fields.Raw()
    problem = fields.Dict()
    missing = fields.List(fields.String())
    version = fields.Integer()


class VerdictsOut(Schema):
    verdicts = fields.List(fields.Nested(VerdictOut))
