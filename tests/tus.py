"""A tus client (续传客户端) in a few lines, for tests; the phone uses a well-kept library."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.cast import Actor

UPLOADS = "/api/v1/uploads"
PART = "application/offset+octet-stream"


class Sender:
    """Sends one photo as that person."""

    def __init__(self, actor: Actor, content: bytes, media_type: str = "image/jpeg") -> None:
        self.actor = actor
        self.content = content
        self.sha256 = sha256(content).hexdigest()
        self.media_type = media_type
        self.url = ""
        self.part_type = PART
        self.only_post = False

    def begin(self, **changed: str) -> TestResponse:
        told = {"sha256": self.sha256, "filetype": self.media_type}
        metadata = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in told.items())
        headers = {"Upload-Length": str(len(self.content)), "Upload-Metadata": metadata, **changed}
        answer = self._ask("POST", UPLOADS, headers=headers)
        self.url = answer.headers.get("Location", self.url)
        return answer

    def part(self, start: int, end: int | None = None, **changed: str) -> TestResponse:
        headers = {"Upload-Offset": str(start), **changed}
        return self._ask("PATCH", self.url, data=self.content[start:end], content_type=self.part_type, headers=headers)

    def cut_part(self, start: int, arrives: int) -> TestResponse:
        """The wire breaks after that many bytes of a part that was announced in full."""
        body = BytesIO(self.content[start : start + arrives])
        length = len(self.content) - start
        headers = {"Upload-Offset": str(start)}
        return self._ask(
            "PATCH", self.url, input_stream=body, content_length=length, content_type=self.part_type, headers=headers
        )

    def whole(self) -> TestResponse:
        self.begin()
        return self.part(0)

    def where(self) -> TestResponse:
        return self._ask("HEAD", self.url)

    def end(self) -> TestResponse:
        return self._ask("DELETE", self.url)

    def _ask(self, method: str, url: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        if self.only_post:
            method, headers = "POST", {"X-HTTP-Method-Override": method, **(headers or {})}
        own = {"Tus-Resumable": "1.0.0", "X-CSRF-Token": self.actor.csrf, **(headers or {})}
        return self.actor.client.open(url, method=method, headers=own, **more)
