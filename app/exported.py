"""Exported (带出去的图): derivatives that leave the house carry Content Credentials where a certificate is configured; originals never."""

import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import current_app

from app.config import Config, NotConfigured
from app.pictures.credentials import Credentials, NotSigned, NotUsable, signed
from app.pictures.prints import type_of_print

log = logging.getLogger(__name__)
LOCK = "requirements-credentials.txt"


def exported(content: bytes, **said: str) -> bytes:
    """As it is where nobody configured a certificate, and where that one has run out: a picture is not kept back for it."""
    credentials = _credentials()
    if credentials is None:
        return content
    try:
        return signed(content, type_of_print(content), credentials, said)
    except NotSigned as refused:
        log.error("a picture left without Content Credentials: %s", refused)  # noqa: TRY400 - its words say it all
        return content


def signs() -> bool:
    return _credentials() is not None


def check(config: Config) -> None:
    """At the start, so that nobody finds out by a picture that left without."""
    if not config.credentials_certificate:
        return
    if find_spec("c2pa") is None:
        raise NotConfigured(f"CREDENTIALS_CERTIFICATE needs c2pa-python: pip install --require-hashes -r {LOCK}")
    try:
        _read(config.credentials_certificate, config.credentials_key)
    except NotUsable as wrong:
        raise NotConfigured(f"CREDENTIALS_CERTIFICATE, CREDENTIALS_KEY: {wrong}") from wrong


def _credentials() -> Credentials | None:
    config = current_app.extensions["config"]
    return _read(config.credentials_certificate, config.credentials_key) if config.credentials_certificate else None


@cache
def _read(certificate: str, key: str) -> Credentials:
    """Once per process: a renewed certificate is taken up by the next start."""
    return Credentials.of(Path(certificate), Path(key))
