"""Factory: puts the app together, and refuses to start if a route does not say who may call it."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import access, api, cli, errors, exported, limits, outside, pages, web
from app.built import App
from app.config import Config
from app.db import db


class UndeclaredRoute(RuntimeError):
    """A route without @endpoint: nobody said who may call it."""


def create_app(config: Config) -> Flask:
    exported.check(config)
    outside.check(config)
    app = App("app", static_folder="static/dist", static_url_path="/static")
    app.config.update(settings(config))
    app.extensions["config"] = config
    db.init_app(app)
    limits.limiter.init_app(app)
    access.login_manager.init_app(app)
    api.register(app)
    pages.register(app)
    errors.install(app)
    web.install(app)
    cli.install(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way
    every_route_declares_itself(app)
    return app


def settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True},
        "MAX_CONTENT_LENGTH": config.max_body,
        "PUBLIC_ORIGIN": config.public_origin,
        "LANGUAGE": config.language,
        "PRIVATE_CERTIFICATE": config.private_certificate,
        "REDIS_URL": config.redis_url,
        "MODE": config.mode.value,
        "RATELIMIT_STORAGE_URI": limits.storage(config.redis_url),
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_ENABLED": config.mode != "test",
        "JSON_AS_ASCII": False,
        "API_TITLE": "巡镇 Xunzhen",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
    }


def every_route_declares_itself(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "roles"):
            raise UndeclaredRoute(rule.rule)
