"""./dev run --lan: on real processes, from the terminal's words to the phone's page; without it nobody else is let in."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.local import lan
from deploy.local.certificates import Certificates
from deploy.local.places import ROOT
from deploy.local.steps import CannotGoOn
from tests.servers import free_port

PHONES = "192.168.1.20"
EVERYWHERE = "00000000"
LISTENS = "0A"  # the state in /proc/net/tcp
LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
PATIENCE = 120.0


class Terminal:
    """`./dev run` as somebody types it, with a data folder and ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {"PORT": str(free_port()), "INSTALL_PORT": str(free_port())}
        self.said = folder / "said.txt"
        self.running: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> str:
        """Start it and return what it said when it serves, or when it gave up."""
        environment = {**os.environ, **self.ports, "LAN_ADDRESS": PHONES, "XDG_DATA_HOME": str(self.folder)}
        with self.said.open("wb") as said:
            argv = ["./dev", "run", "--empty", *words]
            self.running = subprocess.Popen(
                argv, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C ends everything" not in self.said.read_text() and self.running.poll() is None:
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.1)
        return self.said.read_text()

    def stop(self) -> None:
        if self.running:
            self.running.send_signal(signal.SIGINT)
            self.running.wait(60)

    def listeners(self) -> set[str]:
        """The addresses at which it and all it started listen, as the kernel writes them."""
        assert self.running
        ours = {inode for each in family(self.running.pid) for inode in sockets_of(each)}
        tables = [Path(f"/proc/net/{table}").read_text().splitlines()[1:] for table in ("tcp", "tcp6")]
        rows = [line.split() for table in tables for line in table]
        return {row[1].split(":")[0] for row in rows if row[3] == LISTENS and row[9] in ours}

    @property
    def certificates(self) -> Certificates:
        return Certificates(self.folder / "xunzhen/certificates")

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.ports['INSTALL_PORT']}"

    @property
    def app(self) -> str:
        return f"https://127.0.0.1:{self.ports['PORT']}"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    folder = Path(tempfile.mkdtemp(prefix="xz-lan-"))
    folder.chmod(0o711)  # the database account passes through
    started = Terminal(folder)
    yield started
    started.stop()
    shutil.rmtree(folder)


def read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own)
        return bytes(answer.read())


def sockets_of(pid: int) -> Iterator[str]:
    """The inodes of its sockets."""
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if (target := os.readlink(link)).startswith("socket:["):
                yield target[8:-1]


def family(pid: int) -> Iterator[int]:
    """The process and all it started."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from family(int(child))


def test_a_machine_without_a_network_is_told_of_the_cable() -> None:
    with pytest.raises(CannotGoOn, match=r"no address in a local network\.\n.*adb reverse"):
        lan.reachable({"lo": "127.0.0.1", "eth0": "93.184.215.14"})


def test_this_machine_knows_its_own_addresses() -> None:
    assert "127.0.0.1" in lan.of_interfaces().values()


def test_the_network_that_leads_out_comes_first_and_the_internet_not_at_all() -> None:
    found = {"wlan0": "192.168.1.20", "lo": "127.0.0.1", "docker0": "172.17.0.1", "eth0": "93.184.215.14"}
    assert lan.reachable(found) == ["192.168.1.20", "172.17.0.1"]


def test_a_taken_port_is_named_with_its_variable(terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(terminal.ports["INSTALL_PORT"])))
        taken.listen()
        assert "choose another: INSTALL_PORT=" in terminal.run("--lan")


def test_a_phone_in_the_network_is_led_to_the_app_and_trusts_it_at_the_second_start_too(terminal: Terminal) -> None:
    said = terminal.run("--lan")
    assert terminal.certificates.fingerprint() in said
    assert f"http://{PHONES}:{terminal.ports['INSTALL_PORT']}/" in said
    assert "▄▄▄▄▄" in said
    assert terminal.listeners() - LOOPBACK == {EVERYWHERE}
    first = read(f"{terminal.page}/xunzhen-ca.crt")
    assert f'href="{terminal.app}/m/"' in read(f"{terminal.page}/").decode()
    terminal.stop()

    terminal.run("--lan")
    assert read(f"{terminal.page}/xunzhen-ca.crt") == first
    trusting = terminal.certificates.trusting()
    with urllib.request.urlopen(f"{terminal.app}/m/", timeout=10, context=trusting) as answer:  # noqa: S310 (our own)
        assert "Strict-Transport-Security" not in answer.headers
    terminal.stop()

    assert "127.0.0.1" in terminal.run()
    assert terminal.listeners() <= LOOPBACK
