"""The install page (安装页): plain HTTP, and nothing but how a phone comes to trust this machine's certificate.

Run with the app's environment: `python -m deploy.local.install_page --port … --app-port … --folder …`.
"""

from __future__ import annotations

import argparse
import os
import plistlib
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment

from app.texts import say
from deploy.local.certificates import Certificates
from deploy.local.places import ROOT

TEMPLATE = Path(__file__).with_name("install.html")
STYLES = ROOT / "app/static/src"
SHEETS = ("shared/tokens.css", "field/field.css")
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NAME = "巡镇 本机 CA"
Answer = tuple[str, bytes]


class InstallPage(ThreadingHTTPServer):
    """A page, its style, and the certificate in the two forms that phones take."""

    daemon_threads = True

    def __init__(self, port: int, app_port: int, certificates: Certificates, host: str = "0.0.0.0") -> None:  # noqa: S104 (phones come from the network)
        super().__init__((host, port), Visit)
        self.app_port = app_port
        self.certificates = certificates
        self.language = os.environ.get("XUNZHEN_LANGUAGE", "zh")

    def answer(self, path: str, host: str) -> Answer | None:
        """What lies at that path, for a phone that reached us at that address."""
        match path:
            case "/":
                return "text/html; charset=utf-8", self._page(f"https://{host}:{self.app_port}/m/").encode()
            case "/style.css":
                return "text/css; charset=utf-8", b"".join((STYLES / sheet).read_bytes() for sheet in SHEETS)
            case "/xunzhen-ca.crt":
                return "application/x-x509-ca-cert", self.certificates.der()
            case "/xunzhen-ca.mobileconfig":
                return "application/x-apple-aspen-config", profile(self.certificates.der())
        return None

    def _page(self, app_address: str) -> str:
        print_of = self.certificates.fingerprint().split(":")
        rows = [" ".join(print_of[start : start + 8]) for start in range(0, len(print_of), 8)]
        template = Environment(autoescape=True, trim_blocks=True).from_string(TEMPLATE.read_text("utf-8"))
        return template.render(
            t=lambda key: say(key, self.language), language=self.language, rows=rows, address=app_address
        )


def profile(der: bytes) -> bytes:
    """The certificate as a profile of iOS. Its ids come from the certificate: installed again, it replaces itself."""
    ids = [str(uuid5(NAMESPACE_URL, f"{part}:{der.hex()}")).upper() for part in ("certificate", "profile")]
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadIdentifier": f"xunzhen.local.{ids[0]}",
        "PayloadUUID": ids[0],
        "PayloadVersion": 1,
        "PayloadDisplayName": NAME,
        "PayloadContent": der,
    }
    whole = {
        "PayloadType": "Configuration",
        "PayloadIdentifier": f"xunzhen.local.{ids[1]}",
        "PayloadUUID": ids[1],
        "PayloadVersion": 1,
        "PayloadDisplayName": NAME,
        "PayloadContent": [certificate],
    }
    return plistlib.dumps(whole)


class Visit(BaseHTTPRequestHandler):
    """One request of a phone."""

    server: InstallPage

    def do_GET(self) -> None:
        host = self.connection.getsockname()[0]  # the address it reached us at is one that it can reach
        found = self.server.answer(self.path, host)
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", found[0])
        self.send_header("Content-Length", str(len(found[1])))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(found[1])


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--app-port", type=int, required=True)
    words.add_argument("--folder", type=Path, required=True)
    given = words.parse_args()
    InstallPage(given.port, given.app_port, Certificates(given.folder)).serve_forever()


if __name__ == "__main__":
    main()
