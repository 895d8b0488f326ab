"""The certificates of a start in the local network (证书): where they lie, what they are for, how they are recognised."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path

from deploy.local.places import ROOT, private_folder
from deploy.local.python_env import bin_of
from deploy.local.steps import CannotGoOn, watched

# Where a local network may live: nothing here is reached from the internet (IANA's special-purpose registry).
NETWORKS = ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.2.0/24", "192.168.0.0/16")


@dataclass(frozen=True)
class Certificates:
    """Files of one private folder."""

    folder: Path

    @property
    def signing(self) -> Path:
        """The authority with its key, in one file so that neither is ever without the other."""
        return self.folder / "authority.pem"

    @property
    def authority(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def chain(self) -> Path:
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"

    def der(self) -> bytes:
        """The authority's certificate as phones take it."""
        return ssl.PEM_cert_to_DER_cert(self.authority.read_text())

    def fingerprint(self) -> str:
        """SHA-256 as phones show it, for comparing by eye."""
        return hashlib.sha256(self.der()).digest().hex(":").upper()

    def trusting(self) -> ssl.SSLContext:
        """What a client needs that trusts this authority and no other."""
        return ssl.create_default_context(cafile=str(self.authority))


def provide(data: Path, addresses: list[str]) -> Certificates:
    """A certificate for these addresses, signed by the authority of this data folder."""
    kept = Certificates(private_folder(data / "certificates", None))
    words = [str(bin_of("python")), "-m", "deploy.local.authority", str(kept.folder), *addresses]
    done = watched(words, folder=ROOT)
    if done.code:
        raise CannotGoOn(
            f"The certificate could not be made: {done.last_words}",
            f"remove {kept.folder} and run this again (phones must then trust the new one)",
        )
    return kept
