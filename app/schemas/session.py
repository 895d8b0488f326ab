"""Signing in and changing a password."""

from marshmallow import Schema, fields, validate

from app.schemas.base import Strict


class SignInIn(Strict):
    account = fields.String(required=True, validate=validate.Length(1, 64))
    password = fields.String(required=True, validate=validate.Length(1, 200))
    device_id = fields.UUID(allow_none=True, load_default=None)


class PasswordIn(Strict):
    password = fields.String(required=True, validate=validate.Length(1, 200))
    new_password = fields.String(required=True, validate=validate.Length(1, 200))


class SessionOut(Schema):
    csrf_token = fields.String()
    user = fields.Dict()
    queue_key = fields.String(allow_none=True)
    next = fields.String()
