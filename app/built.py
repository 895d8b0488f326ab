"""Built files (构建产物): what the browser loads of the app, as the build wrote it, packed where the browser takes that."""

from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory
from werkzeug.security import safe_join

FOR_EVER = "public, max-age=31536000, immutable"
NAMED_BY_CONTENT = "assets/"


class App(Flask):
    """Flask with its static files answered by `built`."""

    def send_static_file(self, filename: str) -> Response:
        response = built(filename)
        if filename.startswith(NAMED_BY_CONTENT):
            response.headers["Cache-Control"] = FOR_EVER
        return response


def built(name: str) -> Response:
    """The packed twin was made at the build; nothing a person typed is ever in one (no length tells a secret)."""
    folder = str(current_app.static_folder)
    twin = safe_join(folder, f"{name}.gz")
    if twin is None or not Path(twin).is_file():
        return send_from_directory(folder, name)
    if not request.accept_encodings["gzip"]:
        response = send_from_directory(folder, name)
    else:
        response = send_from_directory(folder, f"{name}.gz", mimetype=guess_type(name)[0])
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response
