"""Where things lie (数据目录): the data folder, its private sub-folders, and socket folders short enough for the kernel."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path

from deploy.local.steps import CannotGoOn

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET = 107  # bytes in sockaddr_un.sun_path, less the final zero
ROOM = 1 << 30


def data_folder() -> Path:
    """The one folder that holds all data: XDG_DATA_HOME, else the home folder; for root /var/lib."""
    given = os.environ.get("XDG_DATA_HOME")
    if given:
        folder = Path(given).resolve() / "xunzhen"
    elif os.geteuid() == 0:
        folder = Path("/var/lib/xunzhen")
    else:
        folder = Path.home() / ".local/share/xunzhen"
    _others_may_pass(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < ROOM:
        raise CannotGoOn(
            f"Less than 1 GB is free on the disk of {folder}.", "make room, or point XDG_DATA_HOME elsewhere"
        )
    return folder


def private_folder(folder: Path, account: str | None) -> Path:
    """Make a folder that only this account (or our own) may enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid not in (os.geteuid(), _uid(account)):
        raise CannotGoOn(f"{folder} belongs to somebody else.", "remove it, or choose another XDG_DATA_HOME")
    if account:
        shutil.chown(folder, account, account)
    folder.chmod(0o700)
    return folder


def socket_folder(folder: Path, name: str) -> Path:
    """A folder for a server's socket: beside its data, or in the temporary folder when that path is too long."""
    beside = folder / f"{name}-socket"
    if len(os.fsencode(beside / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET:
        return beside
    return Path(tempfile.gettempdir()) / f"xz-{hashlib.sha256(os.fsencode(beside)).hexdigest()[:12]}"


def _uid(account: str | None) -> int:
    return pwd.getpwnam(account).pw_uid if account else os.geteuid()


def _others_may_pass(folder: Path) -> None:
    # The database server runs as another account when we are root, and must be able to reach its folder.
    if os.geteuid() != 0:
        return
    for part in (each for each in (folder, *folder.parents) if each.exists()):
        if not part.stat().st_mode & stat.S_IXOTH:
            raise CannotGoOn(
                f"{part} is closed to the database account, so data cannot live in {folder}.",
                "point XDG_DATA_HOME to a folder outside it, for instance /var/lib",
            )
