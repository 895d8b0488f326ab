"""A small time stamping authority (时间戳服务) for tests: `openssl ts` behind an address, under a root made for the occasion."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

CONFIG = """[tsa]
default_tsa = this
[this]
serial = {0}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
"""
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
Key = EllipticCurvePrivateKey


@dataclass
class TimeAuthority:
    """Its folder holds `root.pem`, which the asker trusts; `says` changes what it answers."""

    folder: Path
    address: str = ""
    status: int = 200
    answer: bytes | None = None
    hangs: bool = False
    drips: bool = False
    asked: list[bytes] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    @property
    def roots(self) -> str:
        return str(self.folder / "root.pem")

    def reply(self, query: bytes) -> bytes:
        """What `openssl ts` answers to that."""
        (self.folder / "query").write_bytes(query)
        words = ["-queryfile", "query", "-config", "tsa.cnf", "-section", "this", "-inkey", "tsa.key"]
        done = subprocess.run(
            ["openssl", "ts", "-reply", *words, "-signer", "tsa.pem", "-chain", "root.pem", "-out", "reply"],
            cwd=self.folder,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        return (self.folder / "reply").read_bytes()

    def token_over(self, content: bytes) -> bytes:
        """Asked by openssl's own words, so by nothing of ours."""
        (self.folder / "content").write_bytes(content)
        words = ["openssl", "ts", "-query", "-data", "content", "-sha256", "-cert", "-out", "own"]
        subprocess.run(words, cwd=self.folder, check=True, capture_output=True)
        return self.reply((self.folder / "own").read_bytes())


def set_up(folder: Path, name: str = "县档案馆时间戳", until: datetime = END) -> TimeAuthority:
    """Root, certificate and key; `until` in the past: a service whose certificate ran out."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tsa.cnf").write_text(CONFIG.format(folder))
    (folder / "serial").write_text("01\n")
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate(f"{name}根证书", root_key)
    own = certificate(name, key, (root, root_key), until)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(own.public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return TimeAuthority(folder)


def certificate(
    name: str, key: Key, issuer: tuple[x509.Certificate, Key] | None = None, until: datetime = END
) -> x509.Certificate:
    """A root where nobody issues it, else one that may stamp times and nothing else."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(
        issuer_name=issuer[0].subject if issuer else subject,
        subject_name=subject,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=BEGIN,
        not_valid_after=until,
    ).add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    if issuer:
        purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(purpose, critical=True)
    return made.sign(issuer[1] if issuer else key, SHA256())


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        authority: TimeAuthority = self.server.authority  # type: ignore[attr-defined] # set by `serving`
        query = self.rfile.read(int(self.headers["Content-Length"]))
        authority.asked.append(query)
        if authority.hangs:
            authority.over.wait()
            return
        self.send_response(authority.status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        if authority.drips:
            self._drip(authority.over)
        else:
            self.wfile.write(authority.reply(query) if authority.answer is None else authority.answer)

    def _drip(self, over: Event) -> None:
        with suppress(OSError):  # they hang up
            while not over.wait(0.02):
                self.wfile.write(b"0")

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def serving(authority: TimeAuthority) -> Iterator[TimeAuthority]:
    """At an address of its own, until the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.authority = authority  # type: ignore[attr-defined] # read by each answer
        thread = Thread(target=server.serve_forever)
        thread.start()
        authority.address = f"http://127.0.0.1:{server.server_port}/tsa?account=its-own-secret"
        try:
            yield authority
        finally:
            authority.over.set()
            server.shutdown()
            thread.join()
