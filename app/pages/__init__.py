"""Edge 2, the desk: server-rendered, one file per screen."""

from flask import Flask


def register(app: Flask) -> None:
    """Every page's blueprint."""
