"""The cutting proxy itself: the server has acted, the client heard nothing, and the next try passes."""

from __future__ import annotations

import http.client
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from deploy.local.places import ROOT
from deploy.local.processes import Command, Family
from tests.servers import free_port
from tests.stack import CuttingProxy

ECHO = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Echo(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        open(sys.argv[2], "ab").write(body)
        self.send_response(201)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

HTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
"""


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[CuttingProxy]:
    family, upstream = Family(), free_port()
    echo = [sys.executable, "-c", ECHO, str(upstream), str(tmp_path / "heard")]
    family.start(Command("echo", echo, log=tmp_path / "echo.log", folder=ROOT))
    made = CuttingProxy(tmp_path, free_port(), "/api/")
    family.start(made.command(upstream)).wait_until(made.ready)
    upstream_ready = CuttingProxy(tmp_path, upstream, "/")
    while not upstream_ready.ready():
        pass
    yield made
    family.stop()


def post(proxy: CuttingProxy, path: str, body: bytes) -> tuple[int, bytes, list[str]]:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)) as asked:
        asked.request("POST", path, body)
        answer = asked.getresponse()
        return answer.status, answer.read(), answer.headers.get_all("Set-Cookie", [])


def test_the_first_answer_is_lost_after_the_server_acted(proxy: CuttingProxy, tmp_path: Path) -> None:
    proxy.cut(wanted=True)
    with pytest.raises(ConnectionError):
        post(proxy, "/api/operations", b"once")
    assert (tmp_path / "heard").read_bytes() == b"once"


def test_the_second_try_passes_whole(proxy: CuttingProxy) -> None:
    proxy.cut(wanted=True)
    with pytest.raises(ConnectionError):
        post(proxy, "/api/operations", b"again")
    assert post(proxy, "/api/operations", b"again") == (201, b"again", ["a=1", "b=2"])
    assert [each["cut"] for each in proxy.answers()] == [True, False]


def test_other_paths_and_quiet_times_are_left_alone(proxy: CuttingProxy) -> None:
    quiet = post(proxy, "/api/operations", b"quiet")[0]
    proxy.cut(wanted=True)
    assert (quiet, post(proxy, "/m/page", b"page")[0]) == (201, 201)


def test_a_refusing_upstream_is_a_refusal(tmp_path: Path) -> None:
    family, alone = Family(), CuttingProxy(tmp_path, free_port(), "/api/")
    family.start(alone.command(free_port())).wait_until(alone.ready)
    with pytest.raises(ConnectionError):
        urllib.request.urlopen(f"{alone.address}/api/me", timeout=5)  # noqa: S310
    family.stop()
