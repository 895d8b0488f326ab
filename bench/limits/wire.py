"""The phones' side of a measurement (手机端): four processes, each on a kept connection to a worker of its own.

Everything a request needs is cut from a template, so that the client costs little and the same on both sides.
"""

import os
import re
import socket
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from uuid import uuid4

HOST = "127.0.0.1"
FINDING, DIGEST = b"00000000-0000-4000-8000-000000000000", b"f" * 64
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"location: (\S+)", re.IGNORECASE)
TUS = b"Tus-Resumable: 1.0.0\r\n"
TRIES = 500


@dataclass(frozen=True)
class Phone:
    """What a signed-in phone knows: its grant, and one record of which only ids and hashes change."""

    device_id: bytes
    headers: bytes
    payload: bytes
    jpeg: bytes

    def operation(self, digest: bytes) -> bytes:
        payload = self.payload.replace(FINDING, new_id()).replace(DIGEST, digest)
        told = (self.device_id, new_id(), sha256(payload).hexdigest().encode(), payload)
        return (
            b'{"device_id":"%s","operations":[{"op_id":"%s","n":1,"kind":"finding.record","server_nonce":null,'
            b'"made_at":"2026-11-12T02:00:00+00:00","schema_version":1,"sha256":"%s","payload":%s}]}' % told
        )

    def photo(self) -> bytes:
        """The same picture with another comment in its header: other bytes, another hash."""
        return self.jpeg[:2] + b"\xff\xfe\x00\x12" + os.urandom(16) + self.jpeg[2:]


def new_id() -> bytes:
    return str(uuid4()).encode()


class Wire:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, first: bytes, headers: bytes, body: bytes = b"") -> tuple[bytes, bytes]:
        """Head and body of the answer; anything but success ends the measurement."""
        self.socket.sendall(self._head(first, headers, len(body)) + body)
        return self._answer()

    def ask_slowly(self, first: bytes, headers: bytes, body: bytes, half_way: Barrier) -> tuple[bytes, bytes]:
        """The second half of the body waits until all others are half way too."""
        middle = len(body) // 2
        self.socket.sendall(self._head(first, headers, len(body)) + body[:middle])
        half_way.wait()
        self.socket.sendall(body[middle:])
        return self._answer()

    def _head(self, first: bytes, headers: bytes, length: int) -> bytes:
        head = b"%s HTTP/1.1\r\nHost: %s:%d\r\n%sContent-Length: %d\r\n\r\n"
        return head % (first, HOST.encode(), self.port, headers, length)

    def _answer(self) -> tuple[bytes, bytes]:
        told, _, rest = self._until(b"", lambda got: b"\r\n\r\n" in got).partition(b"\r\n\r\n")
        length = LENGTH.search(told)
        wanted = int(length[1]) if length else 0
        rest = self._until(rest, lambda got: len(got) >= wanted)
        assert told[9:10] == b"2", (told, rest)
        return told, rest

    def _until(self, got: bytes, enough: Callable[[bytes], bool]) -> bytes:
        while not enough(got):
            more = self.socket.recv(65536)
            assert more, "the server hung up"
            got += more
        return got

    def held_by(self, pid: int) -> bool:
        """Whether that process has the other end: its inode is in the kernel's table and among its files."""
        ours, theirs = f":{self.socket.getsockname()[1]:04X}", f":{self.port:04X}"
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        inodes = {f"socket:[{r[9]}]" for r in rows if r[1].endswith(theirs) and r[2].endswith(ours)}
        return any(file.is_symlink() and os.readlink(file) in inodes for file in Path(f"/proc/{pid}/fd").iterdir())


def wire_to(port: int, pid: int) -> Wire:
    """Connections of few clients may all land on one worker: try again until this one has it."""
    for _ in range(TRIES):
        wire = Wire(port)
        wire.ask(b"OPTIONS /api/v1/health", b"")  # answered by Flask itself: no statement
        if wire.held_by(pid):
            return wire
        wire.socket.close()
    raise AssertionError(f"{TRIES} connections, and worker {pid} took none")


def create(wire: Wire, phone: Phone) -> None:
    _record(wire, phone, sha256(os.urandom(16)).hexdigest().encode())


def _record(wire: Wire, phone: Phone, digest: bytes) -> None:
    headers = phone.headers + b"Content-Type: application/json\r\n"
    _, answer = wire.ask(b"POST /api/v1/operations", headers, phone.operation(digest))
    assert b'"applied"' in answer, answer


def begin(wire: Wire, phone: Phone) -> None:
    """An upload that is only announced."""
    _begin(wire, phone, phone.photo())


def _begin(wire: Wire, phone: Phone, photo: bytes) -> bytes:
    told = (b64encode(sha256(photo).hexdigest().encode()), b64encode(b"image/jpeg"), len(photo))
    headers = phone.headers + TUS + b"Upload-Metadata: sha256 %s,filetype %s\r\nUpload-Length: %d\r\n" % told
    head, _ = wire.ask(b"POST /api/v1/uploads", headers)
    found = LOCATION.search(head)
    assert found
    return found[1]


def upload(wire: Wire, phone: Phone) -> None:
    """One photo whole: announced, sent in one part, its receipt there."""
    _upload(wire, phone, phone.photo())


def _upload(wire: Wire, phone: Phone, photo: bytes) -> None:
    path = _begin(wire, phone, photo)
    headers = phone.headers + TUS + b"Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
    head, _ = wire.ask(b"PATCH " + path, headers, photo)
    assert b"Xunzhen-Receipt" in head, head


def create_and_upload(wire: Wire, phone: Phone) -> None:
    photo = phone.photo()
    _record(wire, phone, sha256(photo).hexdigest().encode())
    _upload(wire, phone, photo)


def put(wire: Wire, phone: Phone) -> None:
    """A photo to the bare endpoint."""
    wire.ask(b"PUT /photo", b"", phone.photo())


def create_and_put(wire: Wire, phone: Phone) -> None:
    photo = phone.photo()
    _record(wire, phone, sha256(photo).hexdigest().encode())
    wire.ask(b"PUT /photo", b"", photo)


WORKS = {work.__name__: work for work in (create, begin, upload, create_and_upload, put, create_and_put)}


@dataclass(frozen=True)
class Task:
    """What one client does: this work, so long or so often, with that worker."""

    work: str
    phone: Phone
    port: int
    pid: int
    seconds: float = 60.0
    most: int = 1_000_000


def drive(task: Task) -> tuple[int, float]:
    """How many were done, and in how many seconds."""
    wire, work, done = wire_to(task.port, task.pid), WORKS[task.work], 0
    start = time.perf_counter()
    while done < task.most and time.perf_counter() - start < task.seconds:
        work(wire, task.phone)
        done += 1
    passed = time.perf_counter() - start
    wire.socket.close()
    return done, passed
