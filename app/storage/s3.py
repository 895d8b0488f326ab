"""S3 store (对象存储): the same promises from any server that speaks S3; an answered PUT is durable there."""

import base64
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import md5
from hashlib import sha256 as digest
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.db import now
from app.domain.problems import Problem
from app.storage.faults import PIECE, BytesDiffer, BytesLost, checked, told

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

log = logging.getLogger(__name__)
LINK_FOR = 300  # seconds
ABSENT = {"NoSuchKey", "404", "NotFound"}
FULL = {"XMinioStorageFull", "InsufficientStorage", "507", "QuotaExceeded"}
PATIENCE = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 2},
    request_checksum_calculation="when_required",  # the newer default is unknown to many servers; MD5 they all check
    response_checksum_validation="when_required",
    signature_version="s3v4",  # else addresses are signed the old way, which many servers refuse
)


class S3Store:
    def __init__(
        self, client: "S3Client", bucket: str, spool: Path, *, lock_days: int = 0, links: bool = False
    ) -> None:
        self.client = client
        self.bucket = bucket
        self.spool = spool
        self.lock_days = lock_days
        self.links = links

    @classmethod
    def at(cls, address: str) -> "S3Store":
        """`s3://bucket?endpoint=…&region=…&spool=…`; without a spool, the machine's folder for temporary files."""
        parts = urlsplit(address)
        wishes = {name: values[0] for name, values in parse_qs(parts.query).items()}
        client = boto3.client(
            "s3",
            endpoint_url=wishes.get("endpoint"),
            region_name=wishes.get("region", "us-east-1"),
            config=PATIENCE,
        )
        spool = Path(wishes.get("spool") or Path(tempfile.gettempdir()) / "xunzhen-spool")
        more: dict[str, Any] = {"lock_days": int(wishes.get("lock_days", 0)), "links": wishes.get("links") == "1"}
        return cls(client, parts.netloc, spool, **more)

    def keep(self, sha256: str, file: IO[bytes]) -> None:
        """Write-once: a whole object that is already there stays."""
        key = f"originals/{sha256[:2]}/{sha256}"
        with told():
            found, sum_of_it, size = _sums(file)
        if found != sha256:
            raise BytesDiffer(sha256)
        if self._size(key) != size:
            file.seek(0)
            self._send(key, file, sum_of_it, **self._lock())

    def original(self, sha256: str) -> bytes:
        content = self._get(f"originals/{sha256[:2]}/{sha256}")
        if content is None:
            raise BytesLost(sha256)
        return checked(sha256, content)

    def keep_small(self, sha256: str, size: int, content: bytes) -> None:
        self._put(f"derived/{size}/{sha256[:2]}/{sha256}", content)

    def small(self, sha256: str, size: int) -> bytes | None:
        return self._get(f"derived/{size}/{sha256[:2]}/{sha256}")

    def keep_stamped(self, photo_id: UUID, content: bytes) -> None:
        self._put(_stamped(photo_id), content)

    def stamped(self, photo_id: UUID) -> bytes | None:
        return self._get(_stamped(photo_id))

    def keep_pack(self, pack_id: UUID, file: IO[bytes]) -> None:
        """In parts, for it may be large; what the store has told is whole."""
        with answering():
            self.client.upload_fileobj(file, self.bucket, _pack(pack_id))

    def pack(self, pack_id: UUID) -> IO[bytes] | None:
        try:
            with answering():
                return cast("IO[bytes]", self.client.get_object(Bucket=self.bucket, Key=_pack(pack_id))["Body"])
        except Absent:
            return None

    def pack_link(self, pack_id: UUID, name: str) -> str | None:
        if not self.links:
            return None
        shown = {
            "ResponseContentDisposition": f'attachment; filename="{name}"',
            "ResponseContentType": "application/zip",
        }
        of = {"Bucket": self.bucket, "Key": _pack(pack_id), **shown}
        return self.client.generate_presigned_url("get_object", Params=of, ExpiresIn=LINK_FOR)

    def drop_pack(self, pack_id: UUID) -> None:
        with answering():
            self.client.delete_object(Bucket=self.bucket, Key=_pack(pack_id))

    def _lock(self) -> dict[str, Any]:
        """From the moment it is stored, whoever asks for its deletion."""
        if not self.lock_days:
            return {}
        until = now() + timedelta(days=self.lock_days)
        return {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}

    def _put(self, key: str, content: bytes) -> None:
        self._send(key, BytesIO(content), md5(content, usedforsecurity=False).digest())

    def _send(self, key: str, file: IO[bytes], sum_of_it: bytes, **more: Any) -> None:
        """Piece by piece: sixteen photos at once are not held in memory."""
        said = base64.b64encode(sum_of_it).decode()
        with answering():
            self.client.put_object(Bucket=self.bucket, Key=key, Body=file, ContentMD5=said, **more)

    def _get(self, key: str) -> bytes | None:
        try:
            with answering():
                return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except Absent:
            return None

    def _size(self, key: str) -> int | None:
        try:
            with answering():
                return self.client.head_object(Bucket=self.bucket, Key=key)["ContentLength"]
        except Absent:
            return None


def _sums(file: IO[bytes]) -> tuple[str, bytes, int]:
    """SHA-256 in hex, MD5 as S3 wants it, and the size of the whole file, read once."""
    file.seek(0)
    ours, theirs, size = digest(), md5(usedforsecurity=False), 0
    while piece := file.read(PIECE):
        ours.update(piece)
        theirs.update(piece)
        size += len(piece)
    return ours.hexdigest(), theirs.digest(), size


def _stamped(photo_id: UUID) -> str:
    return f"derived/stamped/{str(photo_id)[:2]}/{photo_id}"


def _pack(pack_id: UUID) -> str:
    return f"packs/{pack_id}.zip"


class Absent(Exception):
    """No such object; whether that is a fault, the asker knows."""


@contextmanager
def answering() -> Iterator[None]:
    """What the server refuses, in our own words."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in ABSENT:
            raise Absent from error
        log.exception("the photo store refuses: %s", code)
        raise Problem("storage_full" if code in FULL else "unavailable") from error
    except BotoCoreError as error:
        log.exception("the photo store does not answer")
        raise Problem("unavailable") from error
