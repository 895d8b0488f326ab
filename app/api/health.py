"""GET /health: is it there, and can it reach its database?"""

from flask_smorest import Blueprint

from app.access import endpoint
from app.db import now
from app.domain.people import Role

blueprint = Blueprint("health", __name__, url_prefix="/api/v1")


@blueprint.get("/health")
@endpoint(Role.NOBODY)
def health() -> dict[str, str]:
    return {"status": "ok", "time": now().isoformat()}
