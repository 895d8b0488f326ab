"""A folder as a place outside (文件夹): another machine's disk, or one that is taken away; written once and whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain import chance
from app.outside.faults import PlaceAway, key_of, same
from app.storage.folder import make_folder, sync


class FolderPlace:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.key = key_of(str(root))
        self.label = str(root)

    def put(self, name: str, content: bytes) -> None:
        """Temporary file → fsync → rename → fsync of the folder."""
        target = self.root / name
        with answering():
            make_folder(self.root)
            if target.exists():
                same(name, target.read_bytes(), content)
                return
            draft = target.with_name(f".{name}.{chance.new_token()}")
            try:
                draft.write_bytes(content)
                draft.chmod(0o444)
                sync(draft)
                draft.rename(target)
            finally:
                draft.unlink(missing_ok=True)
            sync(self.root)

    def names(self) -> list[str]:
        with answering():
            return sorted(path.name for path in self.root.glob("[!.]*"))

    def read(self, name: str) -> bytes | None:
        with answering():
            try:
                return (self.root / name).read_bytes()
            except FileNotFoundError:
                return None


@contextmanager
def answering() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PlaceAway(error.strerror or type(error).__name__) from error
