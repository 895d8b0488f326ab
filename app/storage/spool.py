"""Spool (暂存): the bytes of an upload under way, safe on disk part by part until they are whole.

A phone that comes back on a new connection must not wait for the old one to time out, and two connections
must never write one file: the newcomer takes over with a copy of its own, and the old one finds that out.
"""

import os
from collections.abc import Iterable
from fcntl import LOCK_EX, LOCK_NB, flock
from io import FileIO
from pathlib import Path
from types import TracebackType

from app.domain import chance
from app.domain.problems import Problem
from app.storage.faults import told
from app.storage.folder import make_folder, sync


class SpoolLost(Exception):
    """Bytes that were safe are not there any more: another machine's disk, or a cleaned folder."""


class Spool:
    """One upload's file, open and ours alone."""

    def __init__(self, path: Path, file: FileIO) -> None:
        self.path = path
        self.file = file

    @classmethod
    def open(cls, folder: Path, name: str, received: int) -> "Spool":
        """The file of that upload, of which `received` bytes are known to be safe."""
        path = folder / name
        with told():
            make_folder(folder)
            file = _opened(path, received)
            try:
                flock(file, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                file = _taken_over(path, file, received)
        return cls(path, file)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()

    def take(self, chunks: Iterable[bytes], offset: int) -> int:
        """Write what comes behind `offset` and have it on disk; returns how many bytes that was."""
        try:
            return self._take(chunks, offset)
        except Problem as refusal:
            if refusal.code == "unavailable":
                self.drop()  # after a failed fsync the kernel forgets what it owed: a later one proves nothing
            raise

    def _take(self, chunks: Iterable[bytes], offset: int) -> int:
        end = offset
        with told():
            self.file.seek(offset)
        for chunk in chunks:
            with told():
                end += _write_all(self.file, chunk)
        with told():
            self.file.truncate(end)
            os.fsync(self.file.fileno())
        return end - offset

    def settle(self) -> None:
        """What was written before is on disk from now on."""
        with told():
            os.fsync(self.file.fileno())

    def still_ours(self) -> bool:
        """False if another connection has taken the upload over."""
        with told():
            return self.path.exists() and os.path.samestat(os.fstat(self.file.fileno()), self.path.stat())

    def drop(self) -> None:
        """Nothing of it is of use."""
        discard(self.path.parent, self.path.name)


def on_disk(folder: Path, name: str) -> int:
    """How many bytes of that upload any connection has written so far."""
    path = folder / name
    with told():
        return path.stat().st_size if path.exists() else 0


def has(folder: Path, name: str, received: int) -> bool:
    """Whether the safe part of that upload is here; looks without touching."""
    path = folder / name
    with told():
        return not received or (path.exists() and path.stat().st_size >= received)


def discard(folder: Path, name: str) -> None:
    with told():
        (folder / name).unlink(missing_ok=True)


def clear(folder: Path, before: float) -> None:
    """Remove files last written before that second of the machine's own clock."""
    with told():
        for path in folder.glob("*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def _opened(path: Path, received: int) -> FileIO:
    """Made at the first byte only: later, an absent or short file is a loss."""
    flags = os.O_RDWR | (0 if received else os.O_CREAT)
    try:
        file = FileIO(os.open(path, flags, 0o600), "r+")
    except FileNotFoundError as error:
        raise SpoolLost(path.name) from error
    if os.fstat(file.fileno()).st_size < received:
        file.close()
        raise SpoolLost(path.name)
    if not received:
        sync(path.parent)
    return file


def _taken_over(path: Path, theirs: FileIO, received: int) -> FileIO:
    """A copy of the safe part, under our lock, in the old file's place."""
    draft = path.with_name(f"{path.name}.{chance.new_token()}")
    ours = FileIO(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+")
    flock(ours, LOCK_EX | LOCK_NB)
    with theirs:
        _write_all(ours, theirs.read(received))
    os.fsync(ours.fileno())
    draft.replace(path)
    sync(path.parent)
    return ours


def _write_all(file: FileIO, chunk: bytes) -> int:
    """A raw file may take less than it is given."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) or 0 :]
    return len(chunk)
