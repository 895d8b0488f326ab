"""A newer app (新版本): a way to the server on which, once it is published, the worker's script is another version."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SHELL = re.compile(rb"shell-[0-9a-f]+")
SCRIPT = "/m/sw.js"
OWN_WAY = {"connection", "transfer-encoding", "content-length", "content-encoding", "server", "date"}


class NewerApp(ThreadingHTTPServer):
    """Everything goes on as it is, but for the script of the worker."""

    daemon_threads = True
    published = False

    def __init__(self, upstream: int) -> None:
        super().__init__(("127.0.0.1", 0), Way)
        self.upstream = upstream

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Way(BaseHTTPRequestHandler):
    """One request, carried on."""

    server: NewerApp
    protocol_version = "HTTP/1.1"

    def carry(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = {name: value for name, value in self.headers.items() if name.lower() not in {"if-none-match", "host"}}
        wire = HTTPConnection("127.0.0.1", self.server.upstream)
        wire.request(
            self.command, self.path, body, {**asked, "Host": self.headers["Host"], "Accept-Encoding": "identity"}
        )
        answer = wire.getresponse()
        content = answer.read()
        if self.path == SCRIPT and self.server.published:
            content = SHELL.sub(b"shell-newer", content)
        wire.close()
        try:
            self.answer(answer, content)
        except ConnectionError:
            self.close_connection = True  # the page that asked has gone

    do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = carry  # noqa: N815 (the library's names)

    def answer(self, answer: HTTPResponse, content: bytes) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OWN_WAY:
                self.send_header(name, value)
        length = answer.getheader("Content-Length", "0") if self.command == "HEAD" else str(len(content))
        self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """The server behind has its own log."""


@contextmanager
def newer_app(upstream: int) -> Iterator[NewerApp]:
    server = NewerApp(upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
