"""The stand of a measurement (测台): the app on real processes with fsync, four signed-in phones, both limits beside it."""

import json
import multiprocessing
import os
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import rfc8785
from PIL import Image

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from bench.limits import durable
from bench.limits.side import Side, minimal
from bench.limits.wire import DIGEST, FINDING, Phone
from deploy.local.processes import Family
from tests.make import PASSWORD, make_round, make_visit, make_world
from tests.servers import Servers, free_port
from tests.stack import Stack

PHONES = 4


@dataclass
class Stand:
    """Both sides, and the script of the bare rows."""

    stack: Stack
    ours: Side
    bare: Side
    script: Path

    def ask(self, sql: str) -> str:
        return self.stack.ask(sql)

    def pgbench(self, *limits: str) -> float:
        return durable.run(self.stack.servers.cluster, self.stack.name, self.script, *limits)


@contextmanager
def standing() -> Iterator[Stand]:
    """Everything started and warm; nothing left afterwards."""
    servers, family = Servers.start(durable=True), Family()
    stack = Stack(servers, "bench_operations")
    try:
        stack.start_redis()
        web = family.start(stack.app.web()).wait_until(stack.app.answers)
        phones = sign_in(stack)
        app, command = minimal(stack.app, free_port())
        with ProcessPoolExecutor(PHONES, multiprocessing.get_context("spawn")) as pool:
            ours = Side(stack.app, web, pool, phones)
            ours.some("create_and_upload", 2)
            bare = Side(app, family.start(command).wait_until(app.answers), pool, phones)
            script = stack.folder / "rows.sql"
            durable.write_script(stack.environment["DATABASE_URL"], script)
            yield Stand(stack, ours, bare, script)
    finally:
        family.stop()
        stack.stop()
        servers.stop()


def sign_in(stack: Stack) -> list[Phone]:
    """Four phones, each with a visit of its own in the same round."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context(), looking_as(SYSTEM):
        world = make_world()
        round_ = make_round(world)
        town_id = str(world.towns["梅城镇"])
        visits = [str(make_visit(round_, world.viewers["inspector"]).id) for _ in range(PHONES)]
        db.session.commit()
        db.engine.dispose()
    picture = jpeg()
    return [_phone(stack.address, record(town_id, visit), picture) for visit in visits]


def _phone(address: str, payload: bytes, picture: bytes) -> Phone:
    device_id = str(uuid4())
    body = json.dumps({"account": "inspector", "password": PASSWORD, "device_id": device_id}).encode()
    asked = urllib.request.Request(f"{address}/api/v1/session", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 (our own http address)
        cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie")]
    grant = next(cookie for cookie in cookies if cookie.startswith("xz_grant="))
    headers = f"Cookie: {grant}\r\nXunzhen-Device: {device_id}\r\n"
    return Phone(device_id.encode(), headers.encode(), payload, picture)


def record(town_id: str, visit_id: str) -> bytes:
    """A point as a phone says it, in canonical bytes."""
    digest = DIGEST.decode()
    here: dict[str, Any] = {"lon": 119.51, "lat": 29.546, "accuracy_m": 8.5, "provider": "gps"}
    claims = {"taken_at": "2026-11-12T02:00:00+00:00", "position": here, "source": "camera", "exif": {"Make": "示例"}}
    photo: dict[str, Any] = {
        "sha256": digest,
        "slot": 0,
        "role": "before",
        "original_sha256": digest,
        "original_bytes": 1,
        **claims,
    }
    said: dict[str, Any] = {"town_id": town_id, "visit_id": visit_id, "item_code": "WS-03", "quantity": "2"}
    said |= {"finding_id": FINDING.decode(), "checklist_version": "default-1", "note": "北门两只桶满溢"}
    return rfc8785.dumps({**said, "position": here, "spot": {"is": "new"}, "photos": [photo]})


def jpeg() -> bytes:
    """About 300 kB, as a phone shrinks a photo: noise, softened until it weighs as much."""
    noise = Image.frombytes("RGB", (400, 300), os.urandom(400 * 300 * 3)).resize((1600, 1200), Image.Resampling.BICUBIC)
    kept = BytesIO()
    noise.save(kept, "JPEG", quality=40)
    return kept.getvalue()
