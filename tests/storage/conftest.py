"""Both kinds of store (两种照片库): a folder, and a real S3 server for the session."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.folder import FolderStore
from app.storage.s3 import S3Store


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FolderStore | S3Store:
    """Each promise is asked of both."""
    if request.param == "folder":
        return FolderStore(tmp_path / "photos")
    return S3Store.at(f"{request.getfixturevalue('s3_address')}&spool={tmp_path / 'spool'}")
