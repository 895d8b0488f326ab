"""Assets (前端文件): from a source's name to the built file's address, by the build's own manifest."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for


def install(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, styles=styles)


def asset(source: str) -> str:
    return _address(_entry(source).get("file", source))


def styles(source: str) -> list[str]:
    """The style sheets that belong to an entry."""
    return [_address(sheet) for sheet in _entry(source).get("css", [])]


def _entry(source: str) -> dict[str, Any]:
    """Nothing is built yet: the page still answers, without its looks."""
    found: dict[str, Any] = _manifest(Path(current_app.static_folder or "")).get(source, {})
    return found


@cache
def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    if not file.exists():
        return {}
    manifest: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return manifest


def _address(file: str) -> str:
    return url_for("static", filename=file)
