"""W10 (上传内存): sixteen photos of 10 MB on their way at once, and by how much the web server grows."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier
from typing import Any

from bench.limits.lines import compared
from bench.limits.stand import Stand
from bench.limits.wire import LOCATION, TUS, Phone, Wire
from bench.pipeline.memory import Watch, watched
from bench.pipeline.photographs import TEN_MEGABYTES, Bringing

AT_ONCE, MOST = 16, 64  # photos, megabytes


def measure(stand: Stand, picture: bytes, rounds: int) -> list[dict[str, Any]]:
    """Against the same sixteen at a hundredth of that size, so that threads and connections count on neither side."""
    small, large = (stand_in(stand, picture.ljust(size, b"\0")) for size in (TEN_MEGABYTES // 100, TEN_MEGABYTES))
    idle = Watch(stand.ours.child.pid)
    all_at_once(stand, small)
    pairs = []
    for _ in range(rounds):
        before = idle.look()
        with watched(stand.ours.child.pid) as few:
            all_at_once(stand, small)
        with watched(stand.ours.child.pid) as many:
            all_at_once(stand, large)
        pairs.append((many.highest - before, few.highest - before))
    grew = max(value for value, _ in pairs)
    line = compared("upload-memory", [(value, MOST) for value, _ in pairs], f"MB more <= {MOST}", holds=grew <= MOST)
    return [{**line, "of_100_kb": [round(few, 1) for _, few in pairs]}]


def stand_in(stand: Stand, content: bytes) -> Phone:
    known = stand.ours.phones[0]
    return Bringing(known.device_id, known.headers, known.payload, content)


def all_at_once(stand: Stand, phone: Phone) -> None:
    """Nobody sends the second half before everybody has sent the first."""
    half_way = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for done in [threads.submit(_in_two_halves, stand.stack.app.port, phone, half_way) for _ in range(AT_ONCE)]:
            done.result()


def _in_two_halves(port: int, phone: Phone, half_way: Barrier) -> None:
    photo, wire = phone.photo(), Wire(port)
    told = (b64encode(sha256(photo).hexdigest().encode()), b64encode(b"image/jpeg"), len(photo))
    headers = phone.headers + TUS + b"Upload-Metadata: sha256 %s,filetype %s\r\nUpload-Length: %d\r\n" % told
    found = LOCATION.search(wire.ask(b"POST /api/v1/uploads", headers)[0])
    assert found
    part = phone.headers + TUS + b"Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
    receipt, _ = wire.ask_slowly(b"PATCH " + found[1], part, photo, half_way)
    assert b"Xunzhen-Receipt" in receipt, receipt
    wire.socket.close()
