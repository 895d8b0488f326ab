"""Edge 2, the desk and the phone's page: server-rendered, one file per screen."""

from flask import Flask

from app.pages import field

SCREENS = (field,)


def register(app: Flask) -> None:
    """Every screen's blueprint."""
    for screen in SCREENS:
        app.register_blueprint(screen.blueprint)
