"""A phone on the wire (线上的手机): the wire contract over real HTTP, where a browser is not what is tested."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from http.cookiejar import CookieJar
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import rfc8785

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from tests import make
from tests.phone import WHEN
from tests.stack import Stack

TUS = {"Tus-Resumable": "1.0.0"}


class WirePhone:
    """Signed in once; afterwards it says and uploads."""

    def __init__(self, address: str, login: str) -> None:
        self.address = address
        self.device_id = str(uuid4())
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.n = 0
        self.csrf = ""
        sent = {"account": login, "password": make.PASSWORD, "device_id": self.device_id}
        self.csrf = json.loads(self.ask("POST", "/api/v1/session", json.dumps(sent).encode())[0])["csrf_token"]

    @classmethod
    def on_a_visit(cls, stack: Stack) -> WirePhone:
        """With a world, a round and a visit of its own, all committed."""
        round_id, town_id = _committed_round(stack)
        phone = cls(stack.address, "inspector")
        phone.town_id, phone.visit_id = town_id, str(uuid4())
        visit = {"visit_id": phone.visit_id, "round_id": round_id, "town_id": town_id}
        phone.say("visit.start", {**visit, "started_at": WHEN, "position": None})
        return phone

    town_id: str
    visit_id: str

    def record_with(self, photo: bytes) -> None:
        """A point with this photo: the operation first, then the bytes."""
        digest = sha256(photo).hexdigest()
        self.record([digest])
        self.upload(photo, digest)

    def record(self, digests: list[str]) -> None:
        """A point that declares these photos, twenty at most."""
        claims = {"role": "before", "taken_at": WHEN, "position": None, "source": "camera", "exif": {}}
        photos = [
            {"sha256": digest, "slot": slot, "original_sha256": digest, "original_bytes": 1, **claims}
            for slot, digest in enumerate(digests)
        ]
        self.say(
            "finding.record",
            {
                "finding_id": str(uuid4()),
                "town_id": self.town_id,
                "visit_id": self.visit_id,
                "item_code": "WS-03",
                "checklist_version": "default-1",
                "quantity": "1",
                "spot": {"is": "new"},
                "photos": photos,
            },
        )

    def say(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        self.n += 1
        digest = sha256(rfc8785.dumps(payload)).hexdigest()
        told = {"op_id": str(uuid4()), "n": self.n, "kind": kind, "made_at": WHEN, "schema_version": 1}
        operation = {**told, "sha256": digest, "payload": payload}
        envelope = {"device_id": self.device_id, "operations": [operation]}
        body, _headers = self.ask("POST", "/api/v1/operations", json.dumps(envelope).encode())
        verdict: dict[str, Any] = json.loads(body)["verdicts"][0]
        return verdict

    def upload(self, photo: bytes, digest: str, media_type: str = "image/jpeg") -> None:
        told = {"sha256": digest, "filetype": media_type}
        metadata = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in told.items())
        begin = {**TUS, "Upload-Length": str(len(photo)), "Upload-Metadata": metadata}
        _body, headers = self.ask("POST", "/api/v1/uploads", b"", **begin)
        part = {**TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        self.ask("PATCH", headers["Location"].removeprefix(self.address), photo, **part)

    def ask(self, method: str, path: str, body: bytes, **headers: str) -> tuple[bytes, Any]:
        given = {"Content-Type": "application/json", "X-CSRF-Token": self.csrf, **headers}
        request = Request(self.address + path, body, given, method=method)  # noqa: S310 (our own http address)
        with self.opener.open(request) as answer:
            return answer.read(), answer.headers


def _committed_round(stack: Stack) -> tuple[str, str]:
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            world = make.make_world()
            made = str(make.make_round(world).id), str(world.towns["梅城镇"])
            db.session.commit()
        db.engine.dispose()
    return made
