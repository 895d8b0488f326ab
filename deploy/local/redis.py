"""The private Redis (私有队列): append-only file, unix socket, no TCP port."""

from __future__ import annotations

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from deploy.local.cluster import account
from deploy.local.places import private_folder, socket_folder
from deploy.local.processes import Command
from deploy.local.steps import CannotGoOn


@dataclass(frozen=True)
class Redis:
    """One data folder with its server."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "redis"

    @property
    def socket(self) -> Path:
        return socket_folder(self.folder, "redis") / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def prepare(self) -> None:
        private_folder(self.data, account())
        private_folder(self.socket.parent, account())

    def command(self) -> Command:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "dir": str(self.data),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return Command(
            name="Redis",
            # Debian ships the server in redis-tools under this name; argv[0] tells it which program it is.
            argv=["redis-server", *words],
            program=program(),
            log=self.folder / "redis.log",
            folder=self.data,
            account=account(),
        )

    def ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as wire:
            try:
                wire.connect(str(self.socket))
                wire.sendall(b"PING\r\n")
                return wire.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def program() -> str:
    """The server's file. redis-tools is enough: the package redis-server would start a system service beside ours."""
    found = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    if found is None:
        raise CannotGoOn("Redis is not installed.", "apt-get install redis-tools")
    return found
