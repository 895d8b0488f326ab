"""L1 and L8 (最小端点): the same rows in one transaction by SQLAlchemy Core, and a photo hashed and synced; no more.

No session, no rights, no validation, no chain, no receipt: what is left of the app without what makes it one.
"""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from time import time_ns
from uuid import UUID, uuid4

from flask import Flask, Response, request
from sqlalchemy import Engine, Table, create_engine

from app.models.base import point_of
from bench.limits.rows import FINDING, FRESH, OPERATION, SPOT, Row, last_rows

CHUNK = 64 * 1024
app = Flask(__name__)


@cache
def engine() -> Engine:
    return create_engine(os.environ["DATABASE_URL"], pool_size=10, max_overflow=10)


@cache
def rows() -> dict[Table, Row]:
    with engine().connect() as connection:
        return last_rows(connection, as_text=False)


@app.get("/api/v1/health")
def health() -> Response:
    return Response()


@app.post("/api/v1/operations")
def create() -> dict[str, object]:
    sent = request.get_json()["operations"][0]
    payload = sent["payload"]
    point = point_of(payload["position"])
    given: dict[Table, Row] = {
        OPERATION: {"payload": payload, "sha256": sent["sha256"]},
        SPOT: {"point": point},
        FINDING: {"point": point, "note": payload["note"]},
    }
    new: Row = {name: uuid4() for name in ("spot", "photo", "event")}
    new |= {"operation": UUID(sent["op_id"]), "finding": UUID(payload["finding_id"]), "seq": time_ns()}
    new["digest"] = payload["photos"][0]["sha256"]
    with engine().begin() as connection:
        for table, row in rows().items():
            fresh = {column: new[name] for column, name in FRESH[table].items()}
            connection.execute(table.insert(), row | fresh | given.get(table, {}))
    return {"verdicts": [{"op_id": sent["op_id"], "verdict": "applied"}]}


@app.put("/photo")
def photo() -> Response:
    """Read, hash, write, sync, name, sync the folder: as little as makes bytes durable under their hash."""
    folder = Path(os.environ["PHOTO_STORE"])
    draft, digest = folder / token_hex(8), sha256()
    with draft.open("wb") as file:
        while chunk := request.stream.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / digest.hexdigest())
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)
    return Response(status=204)
