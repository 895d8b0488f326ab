"""`./dev run --lan` (局域网): this machine's addresses in its network, and what a phone there needs to trust it."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network
from pathlib import Path

from deploy.local import app
from deploy.local.app import App
from deploy.local.certificates import NETWORKS, Certificates
from deploy.local.places import ROOT
from deploy.local.processes import Command
from deploy.local.python_env import bin_of
from deploy.local.steps import CannotGoOn

PORT, PAGE_PORT = 8443, 8080
SIOCGIFADDR = 0x8915  # linux/sockios.h
ROUTES = Path("/proc/net/route")


@dataclass(frozen=True)
class Lan:
    """Where phones find us: the app over HTTPS, and the plain page that helps them to trust it."""

    addresses: list[str]
    port: int
    page_port: int

    @classmethod
    def from_environment(cls) -> Lan:
        ports = app.given_port("PORT", PORT), app.given_port("INSTALL_PORT", PAGE_PORT)
        if ports[0] == ports[1]:
            raise CannotGoOn(f"PORT and INSTALL_PORT are both {ports[0]}.", "give two different ports")
        given = os.environ.get("LAN_ADDRESS")  # a virtual machine's host hands its own address on
        return cls(reachable({"given": given} if given else of_interfaces()), *ports)

    @property
    def address(self) -> str:
        return f"https://{self.addresses[0]}:{self.port}"

    @property
    def page_address(self) -> str:
        return f"http://{self.addresses[0]}:{self.page_port}/"

    def page(self, ours: App, certificates: Certificates) -> Command:
        """The install page, as a process beside the web server."""
        words = ["--port", str(self.page_port), "--app-port", str(self.port), "--folder", str(certificates.folder)]
        argv = [str(bin_of("python")), "-m", "deploy.local.install_page", *words]
        return Command("install page", argv, ours.logs / "install-page.log", ROOT, ours.environment)

    def page_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{app.HOST}:{self.page_port}/", timeout=5):
                return True
        except OSError:
            return False

    def tell(self, certificates: Certificates) -> None:
        """How a phone comes in, for the terminal."""
        words = [str(bin_of("segno")), "--compact", "--border", "2", self.page_address]
        print(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        print(f"install page:  {self.page_address}   (the code above; once on each phone)")
        print(f"certificate:   SHA-256 {certificates.fingerprint()}")
        print("               compare it with the phone's before installing")
        print("Everyone in this network reaches the sign-in: for trying out, in a network you trust.")


def of_interfaces() -> dict[str, str]:
    """The IPv4 address of each interface, the one that leads out first."""
    found: dict[str, str] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for name in sorted((name for _, name in socket.if_nameindex()), key=lambda name: name != _leads_out()):
            with suppress(OSError):  # an interface without an address
                answer = fcntl.ioctl(asking, SIOCGIFADDR, struct.pack("256s", name.encode()))
                found[name] = socket.inet_ntoa(answer[20:24])
    return found


def reachable(found: Mapping[str, str]) -> list[str]:
    """Those that phones in a private network reach; none is a refusal."""
    networks = [ip_network(each) for each in NETWORKS]
    known = [_address(each) for each in found.values()]
    ours = [str(each) for each in known if not each.is_loopback and any(each in network for network in networks)]
    if not ours:
        raise CannotGoOn(
            "This machine has no address in a local network.",
            "join the Wi-Fi that the phone is in; or use a cable: ./dev run, and adb reverse tcp:8000 tcp:8000",
        )
    return ours


def _address(text: str) -> IPv4Address:
    try:
        return IPv4Address(text)
    except ValueError as wrong:
        raise CannotGoOn(f"LAN_ADDRESS={text} is not an address.", "give one such as 192.168.1.20") from wrong


def _leads_out() -> str:
    routes = (line.split() for line in ROUTES.read_text().splitlines()[1:])
    return next((name for name, destination, *_ in routes if destination == "00000000"), "")
