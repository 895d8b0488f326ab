"""What is kept between starts (保存的设置): the signing secret, and how the data of each database began."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.steps import CannotGoOn

DEMO = "demo"
EMPTY = "production"
VARIABLES = (
    "DATABASE_URL",
    "MIGRATION_URL",
    "REDIS_URL",
    "PHOTO_STORE",
    "HEADS_TO",
    "TIME_AUTHORITY",
    "TIME_AUTHORITY_ROOTS",
    "CREDENTIALS_CERTIFICATE",
    "CREDENTIALS_KEY",
    "SECRET_KEY",
    "XUNZHEN_MODE",
    "DEMO_PASSWORD",
    "FLASK_APP",
)


@dataclass(frozen=True)
class Beginning:
    """With what a database was filled at first: it holds for all later starts."""

    mode: str
    password: str

    @classmethod
    def choose(cls, *, demo: bool) -> Beginning:
        """What the surroundings ask for, else the demo with a password made for it, or nothing."""
        mode = os.environ.get("XUNZHEN_MODE") or (DEMO if demo else EMPTY)
        return cls(mode, os.environ.get("DEMO_PASSWORD") or _speakable())


@dataclass(frozen=True)
class Keeping:
    """Small private files in the data folder."""

    folder: Path

    def lock(self) -> int:
        """Take the data folder for ourselves until we end; the kernel lets go of it even after a crash."""
        held = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise CannotGoOn(
                f"Another ./dev run is using {self.folder}.",
                "end that one, or give this one its own folder: XDG_DATA_HOME=/some/where ./dev run",
            ) from taken
        return held

    def secret_key(self) -> str:
        return self._once("secret-key", secrets.token_urlsafe(48))

    def beginning(self, database: str) -> Beginning | None:
        """How the data of this database began; None before its first start came to its end."""
        file = self._beginning_of(database)
        return Beginning(**json.loads(file.read_text())) if file.exists() else None

    def began(self, database: str, beginning: Beginning) -> None:
        write_private(self._beginning_of(database), json.dumps(asdict(beginning)))
        self._half_made.unlink(missing_ok=True)

    def begin_anew(self, parts: Sequence[str]) -> None:
        """Mark a first start; what an interrupted one left is removed, for it served nobody and may be half a demo."""
        if self._half_made.exists():
            for part in parts:
                shutil.rmtree(self.folder / part, ignore_errors=True)
        elif not any((self.folder / part).exists() for part in parts):
            write_private(self._half_made, "removed when the first start has come to its end")

    @property
    def _half_made(self) -> Path:
        return self.folder / "first-start-under-way"

    def _beginning_of(self, database: str) -> Path:
        return self.folder / f"beginning-{hashlib.sha256(database.encode()).hexdigest()[:12]}.json"

    def note_surroundings(self, environment: Mapping[str, str]) -> None:
        """The app's variables of this start, for commands given from another terminal."""
        ours = {name: environment[name] for name in VARIABLES if name in environment}
        write_private(self.folder / "surroundings.json", json.dumps(ours))

    def surroundings(self) -> dict[str, str]:
        file = self.folder / "surroundings.json"
        noted: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        return noted

    def _once(self, name: str, value: str) -> str:
        file = self.folder / name
        if not file.exists():
            write_private(file, value)
        return file.read_text().strip()


def write_private(file: Path, text: str) -> None:
    """Written beside and put in its place: a file of ours is whole and closed to others, or not there."""
    beside = file.with_name(f"{file.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(f"{text}\n")
    beside.replace(file)


def _speakable() -> str:
    # Without letters and digits that are mistaken for each other when read from a screen.
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))
