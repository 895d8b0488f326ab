"""Place (测库): a private PostgreSQL with the app on it, a folder store with small pictures, and looks remembered in both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import psycopg
from sqlalchemy import insert

from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import PhotoLook, PhotoWord
from app.pictures.layouts import layout_of, to_open
from app.pictures.likeness import Likeness, likeness_laid
from app.pictures.looks import Look, guesses_of, look_of, sought_of, words_of
from app.pictures.prints import SMALL, prints_of
from app.queries.alike import candidates
from app.storage import photo_store
from deploy.local.cluster import SUPERUSER
from tests.servers import Servers, surroundings

NAME = "bench_reuse"


@dataclass
class Place:
    servers: Servers

    def connection(self) -> psycopg.Connection:
        """As the superuser, for what only a measurement does to tables."""
        return psycopg.connect(host=str(self.servers.cluster.sockets), user=SUPERUSER, dbname=NAME)

    def ask(self, sql: str) -> str:
        return self.servers.cluster.ask(sql, NAME)

    def remember(self, sent: bytes) -> tuple[str, Look]:
        """As the worker does: its small picture in the store, its words in the table."""
        sha256, small = keep(sent)
        look = look_of(small)
        look_id = db.session.execute(
            insert(PhotoLook).values(sha256=sha256, made_at=now(), layout=layout_of(look)).returning(PhotoLook.id)
        ).scalar_one()
        db.session.execute(insert(PhotoWord), [{"word": word, "look_id": look_id} for word in words_of(look)])
        db.session.commit()
        return sha256, look


@contextmanager
def standing() -> Iterator[Place]:
    """Inside, the app's own queries run, as its worker."""
    servers = Servers.start(durable=False)
    try:
        urls = servers.clone_database(NAME)
        app = create_app(Config.from_env(surroundings(urls, servers.folder)))
        with app.app_context(), looking_as(SYSTEM):
            yield Place(servers)
            db.session.close()
            db.engine.dispose()
    finally:
        servers.stop()


def keep(sent: bytes) -> tuple[str, bytes]:
    """The photo's hash and its small picture, which the store has from now on."""
    sha256, small = hashlib.sha256(sent).hexdigest(), prints_of(sent)[SMALL]
    photo_store().keep(sha256, BytesIO(sent))
    photo_store().keep_small(sha256, SMALL, small)
    return sha256, small


def look_at_sent(sent: bytes) -> Look:
    return look_of(prints_of(sent)[SMALL])


@dataclass(frozen=True)
class Found:
    """What a search says of a photo: those it is the same as, and what it was compared with."""

    same: tuple[str, ...]
    compared: dict[str, Likeness]


def search(look: Look, looks: dict[str, Look]) -> Found:
    """All candidates that the worker opens."""
    sought = sought_of(look)
    opened = to_open(sought, look, candidates(guesses_of(sought), ()))
    compared = {sha256: likeness_laid(look, looks[sha256].gray, lies) for sha256, lies in opened if lies is not None}
    return Found(tuple(sha256 for sha256, it in compared.items() if it.same), compared)
