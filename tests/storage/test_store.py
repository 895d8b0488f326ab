"""What a photo store promises, asked of the folder and of a real S3 server alike."""

from __future__ import annotations

from errno import EDQUOT, EIO, ENOSPC, EROFS
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from app.domain.problems import Problem
from app.storage.faults import BytesChanged, BytesDiffer, BytesLost, told
from app.storage.folder import FolderStore
from app.storage.s3 import S3Store
from app.storage.spool import Spool

BOTH = FolderStore | S3Store


def named(content: bytes) -> str:
    return sha256(content).hexdigest()


def keep(store: BOTH, content: bytes) -> str:
    store.keep(named(content), BytesIO(content))
    return named(content)


def spoil(store: BOTH, name: str, content: bytes) -> str:
    """As a bad disk or a hand in the store would: other bytes under that name."""
    if isinstance(store, S3Store):
        store.client.put_object(Bucket=store.bucket, Key=f"originals/{name[:2]}/{name}", Body=content)
    else:
        path = store.root / "originals" / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
    return name


def test_what_was_kept_is_given_again(store: BOTH) -> None:
    content = b"the first bytes of this test" * 20_000
    assert store.original(keep(store, content)) == content


def test_other_bytes_than_the_name_says_are_never_kept(store: BOTH) -> None:
    name = named(b"as the phone declared them")
    with pytest.raises(BytesDiffer):
        store.keep(name, BytesIO(b"as they came"))
    with pytest.raises(BytesLost):
        store.original(name)


def test_an_original_is_written_once(store: BOTH) -> None:
    name = keep(store, b"the true bytes")
    with pytest.raises(BytesDiffer):
        store.keep(name, BytesIO(b"other bytes!!!"))
    assert store.original(name) == b"the true bytes"


def test_keeping_again_mends_an_original_that_was_cut(store: BOTH) -> None:
    content = b"bytes that a bad disk has cut"
    spoil(store, named(content), content[:5])
    assert store.original(keep(store, content)) == content


def test_an_upload_taken_over_at_the_last_moment_never_gives_its_part_for_the_whole(store: BOTH) -> None:
    content = b"the first half, the second half"
    with Spool.open(store.spool, "one", 0) as old:
        old.take([content], 0)
        with Spool.open(store.spool, "one", 10):
            store.keep(named(content), old.file)
    assert store.original(named(content)) == content


def test_what_is_still_written_to_the_file_of_an_upload_changes_no_original(store: BOTH) -> None:
    content = b"the first half, the second half"
    with Spool.open(store.spool, "one", 0) as old, (store.spool / "one").open("r+b") as late:
        old.take([content], 0)
        store.keep(named(content), old.file)
        late.truncate(3)
    assert store.original(named(content)) == content


def test_an_original_that_is_not_there_is_a_fault(store: BOTH) -> None:
    with pytest.raises(BytesLost):
        store.original(named(b"never kept"))


def test_changed_bytes_are_never_given(store: BOTH) -> None:
    name = spoil(store, named(b"as it was"), b"rotten")
    with pytest.raises(BytesChanged):
        store.original(name)


def test_small_pictures_lie_beside_by_their_size(store: BOTH) -> None:
    name = named(b"a photo")
    store.keep_small(name, 320, b"small")
    store.keep_small(name, 1600, b"large")
    assert (store.small(name, 320), store.small(name, 1600)) == (b"small", b"large")


def test_a_small_picture_not_made_yet_is_none(store: BOTH) -> None:
    assert store.small(named(b"not made"), 320) is None


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    (tmp_path / "originals").write_text("a file where a folder should be")
    with pytest.raises(Problem, match="unavailable"):
        keep(store, b"no way in")


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(BytesDiffer):
        store.keep(named(b"declared"), BytesIO(b"came"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(ENOSPC, "storage_full"), (EDQUOT, "storage_full"), (EIO, "unavailable"), (EROFS, "unavailable")],
)
def test_a_full_disk_is_told_from_other_faults(number: int, code: str) -> None:
    with pytest.raises(Problem, match=code), told():
        raise OSError(number, "as the system says it")


def test_an_s3_server_that_is_gone_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests-only")
    store = S3Store.at(f"s3://photos?endpoint=http://127.0.0.1:9&spool={tmp_path}")
    with pytest.raises(Problem, match="unavailable"):
        store.small("ab", 320)


def test_a_missing_bucket_is_not_taken_for_a_missing_photo(s3_address: str, tmp_path: Path) -> None:
    store = S3Store.at(f"{s3_address.replace('photos', 'other')}&spool={tmp_path}")
    with pytest.raises(Problem, match="unavailable"):
        store.original(named(b"anything"))
