"""Web: what every answer carries — request id, nonce, security headers — and nothing of what it says."""

from flask import Flask, Response, current_app, request

from app import receipts
from app.db import db
from app.domain import chance
from app.pictures.header import ENDINGS
from app.pictures.prints import type_of_print

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:{tiles}; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TILE_SERVERS = " https://*.tianditu.gov.cn"
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
}


def small_picture(content: bytes, etag: str) -> Response:
    """A small picture as a browser may hold it: asked for each time, because the right to see it may end."""
    response = Response(content, content_type=type_of_print(content))
    response.set_etag(etag)  # a slot is written once
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def copy_to_keep(content: bytes, name: str) -> Response:
    """A picture that is saved, not shown; `name` is ours, in plain letters."""
    response = Response(content, content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def original_to_keep(content: bytes, name: str, media_type: str) -> Response:
    """The very bytes that came; never shown in place, for nobody looked at what they might be beside a picture."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[media_type]}"'
    return response


def install(app: Flask) -> None:
    app.before_request(_number)
    app.after_request(_dress)


def _number() -> None:
    request.environ["xz.request_id"] = chance.new_token()[:16]


def _dress(response: Response) -> Response:
    response.headers.update(HEADERS)
    tiles = TILE_SERVERS if current_app.extensions["config"].tianditu_key else ""
    response.headers["Content-Security-Policy"] = POLICY.format(tiles=tiles)
    response.headers["X-Request-Id"] = request.environ.get("xz.request_id", "")
    at = db.session().info.get("at") if request.endpoint != "static" else None
    if at is not None:
        response.headers["Xunzhen-Nonce"] = receipts.nonce(current_app.config["SECRET_KEY"], at)
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure and not current_app.config["PRIVATE_CERTIFICATE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
