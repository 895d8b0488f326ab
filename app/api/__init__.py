"""Edge 1, for phones and machines: /api/v1, problem+json, OpenAPI 3.1 at /api/v1/openapi.json."""

from typing import Any

from flask import Flask
from flask_smorest import Api
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser

from app.access import endpoint
from app.api import catalog, changes, findings, health, notices, operations, photos, session, steps, uploads
from app.domain.people import PEOPLE

BLUEPRINTS = (session, catalog, operations, uploads, photos, changes, findings, notices, steps, health)


class OurForm(Api):
    """flask-smorest without its own error pages: `app.errors` is the one form of answer."""

    def _register_error_handlers(self) -> None:
        pass


def register(app: Flask) -> None:
    FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION.update({"query": RAISE, "json": RAISE})  # a misspelt filter is refused
    api = OurForm()
    api.init_app(app)
    for module in BLUEPRINTS:
        api.register_blueprint(module.blueprint)

    @app.get("/api/v1/openapi.json")
    @endpoint(*PEOPLE)
    def openapi() -> dict[str, Any]:
        """The wire contract as OpenAPI 3.1."""
        spec: dict[str, Any] = api.spec.to_dict()
        return spec
