"""Folder store (本地照片库): temporary file → fsync → rename → fsync of the folder, so that what is there is whole."""

import os
from hashlib import sha256 as digest
from pathlib import Path
from typing import IO
from uuid import UUID

from app.domain import chance
from app.storage.faults import PIECE, BytesDiffer, BytesLost, checked, hash_of, told


class FolderStore:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.spool = root / "spool"

    def keep(self, sha256: str, file: IO[bytes]) -> None:
        """Write-once: a whole file that is already there stays, and is made durable before anyone relies on it.

        A copy, hashed as it is written: a file of the spool that was only moved here could be another connection's by
        then, or be open for writing in one that came a moment before.
        """
        target = self._original(sha256)
        with told():
            make_folder(target.parent)
            if not _holds(target, sha256):
                self._copy(file, target, sha256)
            elif hash_of(file) != sha256:
                raise BytesDiffer(sha256)
            sync(target.parent)
            sync(target.parent.parent)  # another process may have made the folder this very moment

    def _copy(self, file: IO[bytes], target: Path, sha256: str) -> None:
        with chance.drawn_for(f"copy {sha256}"):  # whether it was there already must not show in what is drawn next
            draft = target.with_name(f".{sha256}.{chance.new_token()}")
        try:
            with draft.open("xb") as copy:
                if copied(file, copy) != sha256:
                    raise BytesDiffer(sha256)
                copy.flush()
                os.fsync(copy.fileno())
            draft.chmod(0o440)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)

    def original(self, sha256: str) -> bytes:
        content = _read(self._original(sha256))
        if content is None:
            raise BytesLost(sha256)
        return checked(sha256, content)

    def keep_small(self, sha256: str, size: int, content: bytes) -> None:
        _replace(self._small(sha256, size), content)

    def small(self, sha256: str, size: int) -> bytes | None:
        return _read(self._small(sha256, size))

    def keep_stamped(self, photo_id: UUID, content: bytes) -> None:
        _replace(self._stamped(photo_id), content)

    def stamped(self, photo_id: UUID) -> bytes | None:
        return _read(self._stamped(photo_id))

    def keep_pack(self, pack_id: UUID, file: IO[bytes]) -> None:
        target = self._pack(pack_id)
        draft = target.with_name(f".{target.name}.{chance.new_token()}")
        with told():
            make_folder(target.parent)
            try:
                with draft.open("xb") as copy:
                    copied(file, copy)
                    copy.flush()
                    os.fsync(copy.fileno())
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
            sync(target.parent)

    def pack(self, pack_id: UUID) -> IO[bytes] | None:
        with told():
            try:
                return self._pack(pack_id).open("rb")
            except FileNotFoundError:
                return None

    def pack_link(self, _pack_id: UUID, _name: str) -> str | None:
        return None

    def drop_pack(self, pack_id: UUID) -> None:
        with told():
            self._pack(pack_id).unlink(missing_ok=True)

    def _pack(self, pack_id: UUID) -> Path:
        return self.root / "packs" / f"{pack_id}.zip"

    def _original(self, sha256: str) -> Path:
        return self.root / "originals" / sha256[:2] / sha256

    def _small(self, sha256: str, size: int) -> Path:
        return self.root / "derived" / str(size) / sha256[:2] / sha256

    def _stamped(self, photo_id: UUID) -> Path:
        return self.root / "derived" / "stamped" / str(photo_id)[:2] / str(photo_id)


def copied(file: IO[bytes], to: IO[bytes]) -> str:
    """All of the file, piece by piece; the hash of what was written."""
    file.seek(0)
    hashed = digest()
    while piece := file.read(PIECE):
        hashed.update(piece)
        to.write(piece)
    return hashed.hexdigest()


def _holds(path: Path, sha256: str) -> bool:
    """Whether those bytes lie there already, as they were."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hash_of(file) == sha256


def _replace(target: Path, content: bytes) -> None:
    """Whole or not at all, whatever was there before."""
    draft = target.with_name(f".{target.name}.{chance.new_token()}")
    with told():
        make_folder(target.parent)
        try:
            draft.write_bytes(content)
            sync(draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        sync(target.parent)


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
