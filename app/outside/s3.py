"""A bucket as a place outside (对象存储桶): asked whether the name is free, then told to write only if it still is.

It may have keys of its own in its address, for it should belong to somebody else than the photos. With `lock_days` the
server itself keeps the file for so long (object lock, for buckets made with it), whoever asks.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from app.domain import heads
from app.outside.faults import OtherFileThere, PlaceAway, key_of, same
from app.outside.time_token import told_at
from app.storage.s3 import ABSENT, PATIENCE

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TAKEN = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}
NOT_KNOWN = {"NotImplemented", "501"}  # the server has no conditional writes


class Refused(Exception):
    """By the server, in its own code."""


@dataclass(frozen=True)
class S3Place:
    client: "S3Client"
    bucket: str
    prefix: str
    lock_days: int
    key: str
    label: str

    @classmethod
    def at(cls, address: str) -> "S3Place":
        parts = urlsplit(address)
        wishes = {name: values[0] for name, values in parse_qs(parts.query).items()}
        client = boto3.client(
            "s3",
            endpoint_url=wishes.get("endpoint"),
            region_name=wishes.get("region", "us-east-1"),
            aws_access_key_id=unquote(parts.username) if parts.username else None,
            aws_secret_access_key=unquote(parts.password) if parts.password else None,
            config=PATIENCE,
        )
        bucket, prefix = parts.netloc.rpartition("@")[2], wishes.get("prefix", "")
        label = f"s3://{bucket}/{prefix}"
        return cls(client, bucket, prefix, int(wishes.get("lock_days", 0)), key_of(address), label)

    def put(self, name: str, content: bytes) -> None:
        there = self.read(name)
        if there is not None:
            same(name, there, content)
            return
        try:
            self._write(name, content, IfNoneMatch="*")
        except Refused as refusal:
            self._settle(str(refusal), name, content)

    def names(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        try:
            with answering():
                found = [str(it["Key"]) for page in pages for it in page.get("Contents", [])]
        except Refused as refusal:
            raise PlaceAway(str(refusal)) from refusal
        return sorted(key.removeprefix(self.prefix) for key in found)

    def read(self, name: str) -> bytes | None:
        try:
            with answering():
                return self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except Refused as refusal:
            if str(refusal) in ABSENT:
                return None
            raise PlaceAway(str(refusal)) from refusal

    def _settle(self, code: str, name: str, content: bytes) -> None:
        """It came between our look and our writing, or the server does not know the condition."""
        if code in TAKEN:
            there = self.read(name)
            if there is None:
                raise OtherFileThere(name)
            same(name, there, content)
        elif code in NOT_KNOWN:
            try:
                self._write(name, content)
            except Refused as refusal:
                raise PlaceAway(str(refusal)) from refusal
        else:
            raise PlaceAway(code)

    def _write(self, name: str, content: bytes, **more: Any) -> None:
        sum_of_it = base64.b64encode(md5(content, usedforsecurity=False).digest()).decode()
        with answering():
            self.client.put_object(
                Bucket=self.bucket,
                Key=self.prefix + name,
                Body=content,
                ContentMD5=sum_of_it,
                **more,
                **self._lock(content),
            )

    def _lock(self, content: bytes) -> dict[str, Any]:
        if not self.lock_days:
            return {}
        until = made_at(content) + timedelta(days=self.lock_days)
        return {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}


def made_at(content: bytes) -> datetime:
    """What the file says itself, or the time token."""
    return heads.read(content.decode())[0].at if content.startswith(b"{") else told_at(content)


@contextmanager
def answering() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise Refused(str(error.response.get("Error", {}).get("Code", ""))) from error
    except BotoCoreError as error:
        raise PlaceAway(type(error).__name__) from error
