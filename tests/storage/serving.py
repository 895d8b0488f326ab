"""The session's S3 server (对象存储夹具): one for the tests of photo stores and of places outside."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from app.storage.s3 import S3Store
from tests.storage import seaweed


@pytest.fixture(scope="session")
def s3_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch, seaweed.serving(tmp_path_factory.mktemp("s3") / "server") as server:
        patch.setenv("AWS_ACCESS_KEY_ID", "tests")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "tests-only")
        address = f"s3://{seaweed.BUCKET}?endpoint={server}&region=us-east-1"
        make_bucket(S3Store.at(address))
        yield address


def make_bucket(store: S3Store) -> None:
    """The server answers before its volumes have registered."""
    for _ in range(50):
        try:
            store.client.create_bucket(Bucket=store.bucket)
        except ClientError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the S3 server takes no bucket")
