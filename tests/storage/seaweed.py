"""A real S3 server for tests (对象存储): SeaweedFS from its wheel, on ports and a folder of its own."""

from __future__ import annotations

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.python_env import bin_of
from tests.servers import free_port

BUCKET = "photos"
CONFIG = """{"identities": [{"name": "tests", "credentials": [{"accessKey": "tests", "secretKey": "tests-only"}],
"actions": ["Admin", "Read", "Write", "List"]}]}"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Its address while it runs; only the process started here is ended."""
    folder.mkdir(exist_ok=True)
    (folder / "s3.json").write_text(CONFIG)
    port = free_port()
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(_argv(folder, port), stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(server, port, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()  # asked politely it waits for its own parts; what it holds is thrown away
        server.wait()
        shutil.rmtree(folder)


def _argv(folder: Path, port: int) -> list[str]:
    # Left to itself each takes a second port 10,000 above, where an outgoing connection may sit already.
    own = [f"-{name}.port={free_port()}" for name in ("master", "volume", "filer")]
    own += [f"-{name}.port.grpc={free_port()}" for name in ("master", "volume", "filer", "s3")]
    return [
        str(bin_of("weed")),
        "server",
        "-ip=127.0.0.1",
        f"-dir={folder}",
        *own,
        "-master.volumeSizeLimitMB=64",
        "-volume.max=200",  # a bucket takes seven of them at its first object; each is as large as what lies in it
        "-filer",
        "-s3",
        f"-s3.port={port}",
        "-s3.port.lance=0",  # on fixed ports, where a second one finds no room
        "-s3.port.iceberg=0",
        f"-s3.config={folder / 's3.json'}",
    ]


def _wait(server: subprocess.Popen[bytes], port: int, log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not _answers(port):
        assert server.poll() is None, f"the S3 server ended at once: {log.read_text()[-600:]}"
        assert time.monotonic() < deadline, f"no S3 server within {seconds} s"
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code < 500
    except OSError:
        return False
    return True
