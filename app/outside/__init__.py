"""Places outside (外部存放处): where head files go so that nobody who holds the database holds them too; one kind a file.

TIME_AUTHORITY names who says when it saw them. HEADS_TO names the places: a folder, `s3://[key:secret@]bucket?endpoint=…&region=…&prefix=…&lock_days=…`, or an `https://…` that is posted to.
"""

from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from cryptography.x509 import Certificate
from flask import current_app

from app.config import Config, NotConfigured
from app.outside.folder import FolderPlace
from app.outside.key import HeadKey
from app.outside.time_authority import TimeAuthority
from app.outside.time_token import roots_in
from app.outside.webhook import WebhookPlace


class Named(Protocol):
    @property
    def key(self) -> str:
        """The same for the same address, and no secret in it."""

    @property
    def label(self) -> str:
        """As people are told."""


class Place(Named, Protocol):
    """`put` returns once the file is safe there; it never takes the place of another one of that name."""

    def put(self, name: str, content: bytes) -> None:
        """Raises `PlaceAway` or `OtherFileThere`."""


@runtime_checkable
class Readable(Place, Protocol):
    """A place that gives back what it was given."""

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes | None: ...


def places() -> list[Place]:
    """Those of this deployment."""
    return [opened(address) for address in current_app.extensions["config"].heads_to]


@cache
def opened(address: str) -> Place:
    """One per address and process."""
    if address.startswith(("https://", "http://")):
        return WebhookPlace(address)
    if not address.startswith("s3://"):
        return FolderPlace(Path(address))
    from app.outside.s3 import S3Place  # noqa: PLC0415 - its client costs a second of every start

    return S3Place.at(address)


def time_authority() -> TimeAuthority | None:
    """None where none is configured."""
    config = current_app.extensions["config"]
    if not config.time_authority:
        return None
    return TimeAuthority(config.time_authority, config.time_authority_roots)


def check(config: Config) -> None:
    """At the start: with roots that cannot be read, every token would be somebody else's."""
    if not config.time_authority_roots:
        return
    try:
        roots_in(Path(config.time_authority_roots))
    except ValueError as none:
        raise NotConfigured(f"TIME_AUTHORITY_ROOTS: {config.time_authority_roots} holds no PEM certificate") from none


def roots() -> tuple[Certificate, ...]:
    """Under whom a token must be signed; without any, nobody's word is known to be his."""
    file = current_app.extensions["config"].time_authority_roots
    return roots_in(Path(file)) if file else ()


def our_key() -> HeadKey:
    """What this deployment signs with."""
    return HeadKey(current_app.config["SECRET_KEY"])
