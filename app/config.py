"""Configuration: every variable the program reads, in one frozen object; it refuses to start half-configured.

DATABASE_URL     PostgreSQL as the app's role (may not change the journal)
MIGRATION_URL    PostgreSQL as the owner's role; migrations and the test clock only
REDIS_URL        the bell; losing it loses nothing
PHOTO_STORE      a folder, or s3://bucket?endpoint=…&region=…&spool=…; spool is a folder on this machine, by its full path,
                 for the parts of uploads under way, shared by web server and worker (without it: xunzhen-spool among the
                 temporary files); what is lost there the phones send again
HEADS_TO         where the head files of the journal go every ten minutes, separated by spaces: a folder by its full path,
                 s3://[key:secret@]bucket?endpoint=…&region=…&prefix=…&lock_days=…, an https://… that is posted to; it should
                 belong to somebody else than who keeps the database (docs/journal.md)
TIME_AUTHORITY   http(s)://… of a time stamping authority (RFC 3161), which is asked for a token over each head file; a token lies
                 beside its file wherever that goes (docs/journal.md)
TIME_AUTHORITY_ROOTS  whom to believe: a PEM file, by its full path, with the authority's root certificate and those between
CREDENTIALS_CERTIFICATE, CREDENTIALS_KEY  PEM files, by their full paths: pictures that leave (stamped copies, what is published, the
                 shown copies of evidence packs) carry Content Credentials (C2PA) signed with them; needs the packages of
                 requirements-credentials.txt. The certificate first, then those between it and its root
SECRET_KEY       signs receipts, nonces, cursors and head files; 32 characters at least
XUNZHEN_MODE     production | demo | test; the clock can be moved and demo accounts sign in outside production only
PUBLIC_ORIGIN    the address people use (https://…), for the Origin check and the QR code on stamped photos; empty: the Host
                 header's own, and stamps without a QR code
TRUSTED_PROXIES  how many proxies stand before us (0)
XUNZHEN_LANGUAGE zh | en
TIANDITU_KEY     the customer's own key of 天地图 (tianditu.gov.cn): its tiles lie under the phone's map; without it the map is
                 drawn from what is on the phone. Phones ask 天地图 themselves, so it learns where they look
MIN_CLIENT       phones with an older app are told to update (426); what they have stays with them (1)
PRIVATE_CERTIFICATE 1: served under a certificate of this machine's own (./dev run --lan), so no browser is told to insist on
                 HTTPS for a year
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

MEGABYTE = 1024 * 1024
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")  # where plain HTTP is heard by nobody else


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class NotConfigured(RuntimeError):
    """A variable is missing or unusable; the message says which and what it is for."""


@dataclass(frozen=True)
class Config:
    database_url: str
    redis_url: str
    photo_store: str
    secret_key: str
    mode: Mode
    migration_url: str = ""
    heads_to: tuple[str, ...] = ()
    time_authority: str = ""
    time_authority_roots: str = ""
    credentials_certificate: str = ""
    credentials_key: str = ""
    public_origin: str = ""
    trusted_proxies: int = 0
    language: str = "zh"
    min_client: int = 1
    tianditu_key: str = ""
    private_certificate: bool = False
    max_body: int = 2 * MEGABYTE
    max_photo: int = 25 * MEGABYTE
    max_pixels: int = 60_000_000

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Config":
        secret = _needed(env, "SECRET_KEY", "signs receipts")
        if len(secret) < 32:
            raise NotConfigured("SECRET_KEY has fewer than 32 characters")
        return cls(
            database_url=_needed(env, "DATABASE_URL", "where the records are"),
            redis_url=_needed(env, "REDIS_URL", "the bell of the workers"),
            photo_store=_checked_store(_needed(env, "PHOTO_STORE", "where the photos are")),
            secret_key=secret,
            mode=Mode(env.get("XUNZHEN_MODE", "production")),
            migration_url=env.get("MIGRATION_URL", ""),
            heads_to=tuple(_checked_place(each) for each in env.get("HEADS_TO", "").split()),
            time_authority=_checked_authority(env),
            time_authority_roots=env.get("TIME_AUTHORITY_ROOTS", ""),
            credentials_certificate=_checked_file(env, "CREDENTIALS_CERTIFICATE", "CREDENTIALS_KEY"),
            credentials_key=_checked_file(env, "CREDENTIALS_KEY", "CREDENTIALS_CERTIFICATE"),
            public_origin=env.get("PUBLIC_ORIGIN", ""),
            trusted_proxies=int(env.get("TRUSTED_PROXIES", "0")),
            language=env.get("XUNZHEN_LANGUAGE", "zh"),
            tianditu_key=_checked_key(env.get("TIANDITU_KEY", "")),
            min_client=int(env.get("MIN_CLIENT", "1")),
            private_certificate=env.get("PRIVATE_CERTIFICATE") == "1",
        )


def _checked_key(key: str) -> str:
    """It becomes part of addresses; 天地图's keys are 32 hexadecimal digits."""
    if key and not (key.isascii() and key.isalnum()):
        raise NotConfigured("TIANDITU_KEY is not a key: letters and digits only")
    return key


def _checked_place(address: str) -> str:
    """A word that is none of the three would be found out by the first file that never arrives."""
    parts = urlsplit(address)
    named = {"https": parts.hostname, "s3": parts.netloc, "http": parts.hostname in THIS_MACHINE}
    if not named.get(parts.scheme, Path(address).is_absolute()):
        raise NotConfigured(
            f"HEADS_TO: {address} is no place for head files; give a folder by its full path, s3://… or https://…"
        )
    return address


def _checked_authority(env: Mapping[str, str]) -> str:
    """Tokens are signed, so plain HTTP will do, as most authorities have it; without roots nobody's word counts."""
    address, roots = env.get("TIME_AUTHORITY", ""), env.get("TIME_AUTHORITY_ROOTS", "")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise NotConfigured(f"TIME_AUTHORITY: {address} is no address; give http://… or https://…")
    if (address or roots) and not (Path(roots).is_absolute() and os.access(roots, os.R_OK) and Path(roots).is_file()):
        raise NotConfigured(
            "TIME_AUTHORITY_ROOTS: no file that can be read; give the full path of a PEM file with the authority's root certificate"
        )
    return address


def _checked_file(env: Mapping[str, str], name: str, other: str) -> str:
    """Each needs the other."""
    path = env.get(name, "")
    if not path and not env.get(other, ""):
        return ""
    if not (Path(path).is_absolute() and Path(path).is_file() and os.access(path, os.R_OK)):
        raise NotConfigured(f"{name}: no file that can be read; give the full path of a PEM file, or leave out {other}")
    return path


def _needed(env: Mapping[str, str], name: str, what_for: str) -> str:
    value = env.get(name, "")
    if not value:
        raise NotConfigured(f"{name} is not set ({what_for})")
    return value


def _checked_store(address: str) -> str:
    """A spool nobody can write to would be noticed by the first phone that brings a photo, and by nobody before."""
    wishes = parse_qs(urlsplit(address).query, keep_blank_values=True) if address.startswith("s3://") else {}
    for spool in wishes.get("spool", []):
        folder = Path(spool)
        if not folder.is_absolute():
            raise NotConfigured(
                f"PHOTO_STORE: spool={spool} is no full path; give one, such as spool=/srv/xunzhen/spool"
            )
        there = next(part for part in (folder, *folder.parents) if os.access(part, os.F_OK))
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise NotConfigured(f"PHOTO_STORE: spool={spool} cannot be written to; make it a folder of this account's")
    return address
