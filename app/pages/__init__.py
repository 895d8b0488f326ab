"""Edge 2, the desk and the phone's page: server-rendered, one file per screen."""

from flask import Flask

from app.pages import (
    access,
    approvals,
    bulletin,
    copies,
    entries,
    field,
    findings,
    frame,
    integrity,
    kept,
    kept_join,
    kept_one,
    kept_photos,
    listed,
    look,
    masks,
    me,
    notices,
    orders,
    originals,
    packs,
    rechecks,
    requests,
    rescue,
    reviews,
    rounds,
    scores,
    second_reviews,
    sign_in,
    twins,
    verify_photo,
    visits,
    warnings,
    workbench,
)

SCREENS = (
    field,
    look,
    sign_in,
    verify_photo,
    listed,
    workbench,
    findings,
    orders,
    packs,
    copies,
    rescue,
    reviews,
    rechecks,
    second_reviews,
    rounds,
    twins,
    masks,
    originals,
    access,
    visits,
    requests,
    approvals,
    warnings,
    notices,
    kept,
    kept_join,
    kept_one,
    kept_photos,
    scores,
    bulletin,
    entries,
    integrity,
    me,
)


def register(app: Flask) -> None:
    """Every page's blueprint, in the frame they share."""
    frame.install(app)
    for screen in SCREENS:
        app.register_blueprint(screen.blueprint)
