"""The wire of one phone (一部手机的线路): a proxy that passes everything on, until a fault that was armed meets its request."""

from __future__ import annotations

import http.client
import json
import random
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from threading import Lock, Thread, Timer
from typing import Any

from tests.cutting_proxy import Passage

OPERATIONS, BYTES = "POST /api/v1/operations", "PATCH /api/v1/uploads"
PORTAL = b"<html><body>please sign in to this network</body></html>"
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Armed:
    """A fault that waits for `on`, a beginning of "METHOD /path"; it meets so many requests."""

    name: str
    on: str = ""
    times: int = 1
    words: dict[str, Any] = field(default_factory=dict)


class Wire(ThreadingHTTPServer):
    """Listens on loopback for one phone, and asks the server from an address of the phone's own."""

    daemon_threads = True

    kill_web: Callable[[], None]
    kill_phone: Callable[[], None]

    def __init__(self, upstream: int, source: str) -> None:
        super().__init__(("127.0.0.1", 0), Hop)
        self.upstream, self.source = upstream, (source, 0)
        self.signal = True
        self.armed: list[Armed] = []
        self.fired: list[str] = []
        self._lock = Lock()
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def arm(self, fault: Armed) -> None:
        with self._lock:
            self.armed.append(fault)

    def disarm(self) -> None:
        """Sound again; what has not fired never does."""
        with self._lock:
            self.armed.clear()
            self.signal = True

    def meets(self, request: str) -> Armed | None:
        """The first fault that waited for such a request; one that takes part in several counts once."""
        with self._lock:
            fault = next((each for each in self.armed if request.startswith(each.on)), None)
            if fault is None:
                return None
            if fault.name not in fault.words:
                self.fired.append(fault.name)
                fault.words[fault.name] = "fired"
            fault.times -= 1
            if fault.times == 0:
                self.armed.remove(fault)
            return fault

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A phone that is killed in the middle of its request is what this is for."""


class Hop(Passage):
    """One connection of the phone."""

    server: Wire  # type: ignore[assignment]  # the two servers share what a passage needs

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        if not self.server.signal:
            self._cut()
            return
        fault = self.server.meets(f"{self.command} {self.path}")
        try:
            if fault is None:
                self._pass_on(*self._ask())
            else:
                getattr(self, f"_{fault.name}")(fault.words)
        except BROKEN:
            self._cut()  # one end broke: so does the other

    def _cut_request(self, words: dict[str, Any]) -> None:
        """So many bytes get through, then the wire breaks at both ends."""
        length = int(self.headers.get("Content-Length", 0))
        part = self.rfile.read(int(length * words["share"]))
        with closing(self._upstream()) as upstream:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(part)
        self._cut()

    def _answer_lost(self, _words: dict[str, Any]) -> None:
        self._ask()
        self._cut()

    def _answer_cut(self, words: dict[str, Any]) -> None:
        answer, body = self._ask()
        self.send_response_only(answer.status, answer.reason)
        for name in ("Content-Type", "Xunzhen-Nonce", "Upload-Offset"):
            if value := answer.getheader(name):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + 1))
        self.end_headers()
        self.wfile.write(body[: int(len(body) * words["share"])])
        self._cut()

    def _portal(self, _words: dict[str, Any]) -> None:
        self._answer_for_the_server(200, PORTAL, {"Content-Type": "text/html"})

    def _busy(self, words: dict[str, Any]) -> None:
        told = {"Content-Type": "application/problem+json", "Retry-After": str(words["retry"])}
        self._answer_for_the_server(503, json.dumps({"type": "busy"}).encode(), told)

    def _answer_for_the_server(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response_only(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def _slow(self, words: dict[str, Any]) -> None:
        asked = self._ask()
        time.sleep(words["seconds"])
        self._pass_on(*asked)

    def _web_killed(self, words: dict[str, Any]) -> None:
        Timer(words["seconds"], self.server.kill_web).start()
        self._pass_on(*self._ask())

    def _phone_killed(self, words: dict[str, Any]) -> None:
        """Before the server hears of it, before the phone hears the answer, or as it is writing that down."""
        if words["when"] == "asked":
            self.server.kill_phone()
            self._cut()
            return
        answer = self._ask()
        if words["when"] == "answered":
            self.server.kill_phone()
            self._cut()
            return
        self._pass_on(*answer)
        self.wfile.flush()
        time.sleep(words["seconds"])
        self.server.kill_phone()


LAST = {"slow": 0.6}
WHERE = {"cut_request": (OPERATIONS, BYTES), "web_killed": (OPERATIONS, BYTES)}
TIMES = {"portal": 3, "busy": 2}


def drawn(name: str, chance: random.Random) -> Armed:
    """A fault of the wire with its particulars by chance."""
    words = {
        "share": chance.random(),
        "seconds": round(chance.uniform(0, LAST.get(name, 0.02)), 4),
        "when": chance.choice(("asked", "answered", "told")),
        "retry": chance.choice((1, 30, 120)),
    }
    return Armed(
        name, chance.choice(WHERE.get(name, ("", OPERATIONS, BYTES))), chance.randint(1, TIMES.get(name, 1)), words
    )
