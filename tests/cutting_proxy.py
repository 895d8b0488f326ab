"""A proxy process that loses answers (断线代理): the server has done the work, the client never hears of it.

Each request (method and path) under `--only` is cut once after the upstream's whole answer has come, and passes the next
time. Cutting happens only while the flag file exists; every answer is noted as one line of JSON in the record.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import threading
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection"}


@dataclass
class Memory:
    """Which requests lost an answer already."""

    flag: Path
    record: Path
    only: str
    lost: set[tuple[str, str]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, method: str, path: str, status: int) -> bool:
        """Say whether this answer is lost, and note it down. A request that lost one gets the next."""
        with self.lock:
            wanted = self.flag.exists() and path.startswith(self.only)
            cut = wanted and (method, path) not in self.lost
            (self.lost.add if cut else self.lost.discard)((method, path))
            with self.record.open("a") as book:
                book.write(json.dumps({"method": method, "path": path, "status": status, "cut": cut}) + "\n")
        return cut


class Proxy(ThreadingHTTPServer):
    """Listens on loopback and asks the upstream port."""

    daemon_threads = True
    source: tuple[str, int] | None = None  # where the server sees its requests come from

    def __init__(self, port: int, upstream: int, memory: Memory) -> None:
        super().__init__(("127.0.0.1", port), Passage)
        self.upstream = upstream
        self.memory = memory


class Passage(BaseHTTPRequestHandler):
    """One connection of the client."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        try:
            answer, body = self._ask()
        except OSError:
            self._cut()  # the upstream refuses: so do we
            return
        if self.server.memory.judge(self.command, self.path, answer.status):
            self._cut()
        else:
            self._pass_on(answer, body)

    def log_message(self, format: str, *args: object) -> None:
        """The record says it all."""

    def _ask(self) -> tuple[http.client.HTTPResponse, bytes]:
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with closing(self._upstream()) as upstream:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in HOP_BY_HOP:
                    upstream.putheader(name, value)
            upstream.putheader("Connection", "close")
            upstream.endheaders(asked)
            answer = upstream.getresponse()
            return answer, answer.read()

    def _upstream(self) -> http.client.HTTPConnection:
        here = self.server.source
        return http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60, source_address=here)

    def _pass_on(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        # A HEAD answer and a 204 speak of a length without bringing a body.
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(body))
        if length is not None and answer.status not in (204, 304):
            self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        self.close_connection = True
        # A reset rather than a clean end: no client can take it for an empty answer.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--upstream", type=int, required=True)
    words.add_argument("--only", default="/api/")
    words.add_argument("--flag", type=Path, required=True)
    words.add_argument("--record", type=Path, required=True)
    given = words.parse_args()
    Proxy(given.port, given.upstream, Memory(given.flag, given.record, given.only)).serve_forever()


if __name__ == "__main__":
    main()
