"""The local authority: phones trust it once, so it stays; what it signs holds for this machine and nothing else."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest

from deploy.local import certificates
from deploy.local.authority import certify
from deploy.local.certificates import Certificates

AT_HOME, AT_THE_OFFICE = "192.168.1.20", "10.33.0.7"


def made(folder: Path, *addresses: str) -> Certificates:
    certify(folder, [*addresses, "127.0.0.1"])
    return Certificates(folder)


def shown(kept: Certificates, name: str, trusting: ssl.SSLContext) -> set[object]:
    """One real handshake with a server that has the certificate, by a client that looks for that name; the names it met."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(kept.chain, kept.key)
    ours, theirs = socket.socketpair()

    def serve() -> None:
        with ours:
            try:
                serving.wrap_socket(ours, server_side=True).close()
            except OSError:
                return  # the client did not like what it saw, and says so itself

    server = threading.Thread(target=serve)
    server.start()
    try:
        with theirs, trusting.wrap_socket(theirs, server_hostname=name) as met:
            names: Any = (met.getpeercert() or {}).get("subjectAltName", ())
            return {value for _kind, value in names}
    finally:
        server.join()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", AT_HOME])
def test_who_trusts_the_authority_trusts_the_server_at_each_of_its_addresses(tmp_path: Path, name: str) -> None:
    kept = made(tmp_path, AT_HOME)
    assert name in shown(kept, name, kept.trusting())


def test_nobody_else_trusts_it(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed certificate in certificate chain"):
        shown(made(tmp_path, AT_HOME), "localhost", ssl.create_default_context())


def test_it_holds_for_no_address_that_is_not_ours(tmp_path: Path) -> None:
    kept = made(tmp_path, AT_HOME)
    with pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"):
        shown(kept, AT_THE_OFFICE, kept.trusting())


def test_a_lost_authority_cannot_stand_for_a_place_in_the_internet(tmp_path: Path) -> None:
    kept = made(tmp_path, "93.184.215.14")
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shown(kept, "93.184.215.14", kept.trusting())


def test_in_another_network_the_certificate_is_new_and_the_authority_the_same(tmp_path: Path) -> None:
    before = made(tmp_path, AT_HOME).authority.read_text(), made(tmp_path, AT_HOME).fingerprint()
    kept = made(tmp_path, AT_THE_OFFICE)
    assert (kept.authority.read_text(), kept.fingerprint()) == before
    shown(kept, AT_THE_OFFICE, kept.trusting())


def test_every_file_is_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = certificates.provide(tmp_path, [AT_HOME]).folder
    finally:
        os.umask(before)
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in (folder, *folder.iterdir())} == {
        "certificates": "0o700",
        "authority.pem": "0o600",
        "ca.pem": "0o600",
        "server.pem": "0o600",
        "server.key": "0o600",
    }
