"""Folder store (本地照片库): temporary file → fsync → rename → fsync of the folder, so that what is there is whole."""

import os
from pathlib import Path

from app.domain import chance
from app.storage.faults import BytesLost, checked, told


class FolderStore:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.spool = root / "spool"

    def keep(self, sha256: str, path: Path) -> None:
        """Write-once: a whole file that is already there stays, and is made durable before anyone relies on it."""
        target = self._original(sha256)
        with told():
            make_folder(target.parent)
            if target.exists() and target.stat().st_size == path.stat().st_size:
                path.unlink()
            else:
                sync(path)
                path.replace(target)
                target.chmod(0o440)
            sync(target.parent)
            sync(target.parent.parent)  # another process may have made the folder this very moment

    def original(self, sha256: str) -> bytes:
        content = _read(self._original(sha256))
        if content is None:
            raise BytesLost(sha256)
        return checked(sha256, content)

    def keep_small(self, sha256: str, size: int, content: bytes) -> None:
        target = self._small(sha256, size)
        draft = target.with_name(f".{sha256}.{chance.new_token()}")
        with told():
            make_folder(target.parent)
            try:
                draft.write_bytes(content)
                sync(draft)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
            sync(target.parent)

    def small(self, sha256: str, size: int) -> bytes | None:
        return _read(self._small(sha256, size))

    def _original(self, sha256: str) -> Path:
        return self.root / "originals" / sha256[:2] / sha256

    def _small(self, sha256: str, size: int) -> Path:
        return self.root / "derived" / str(size) / sha256[:2] / sha256


def _read(path: Path) -> bytes | None:
    """None only where there is no such file; anything else in the way is a fault of the store."""
    with told():
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def sync(path: Path) -> None:
    """Have the file, or the folder's list of names, on the disk itself."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def make_folder(folder: Path) -> None:
    """The folder, and its name on the disk: a synced file in a lost folder is lost."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)
