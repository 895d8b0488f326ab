"""The local certificate authority (本机 CA): made once in the data folder, it signs for this machine's own addresses only.

Run with the app's environment, `python -m deploy.local.authority FOLDER ADDRESS …`: `dev` itself has no cryptography.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.local.certificates import NETWORKS, Certificates
from deploy.local.keeping import write_private

NAME = "巡镇 本机 CA"
OF_AUTHORITY = timedelta(days=3650)
OF_SERVER = timedelta(days=397)  # phones refuse what holds much longer
EARLIER = timedelta(days=1)  # a phone's clock may be behind
Pair = tuple[EllipticCurvePrivateKey, x509.Certificate]


def certify(folder: Path, addresses: list[str]) -> None:
    """A certificate for localhost and these addresses, new at every start; the authority stays the same for ever."""
    kept = Certificates(folder)
    authority = _authority(kept)
    key = generate_private_key(SECP256R1())
    server = _server(authority, key, addresses)
    write_private(kept.authority, _text(authority[1]))
    write_private(kept.key, _secret(key))
    write_private(kept.chain, _text(server) + _text(authority[1]))


def _authority(kept: Certificates) -> Pair:
    if not kept.signing.exists():
        key = generate_private_key(SECP256R1())
        write_private(kept.signing, _secret(key) + _text(_own(key)))
    held = kept.signing.read_bytes()
    key = cast("EllipticCurvePrivateKey", load_pem_private_key(held, password=None))
    return key, x509.load_pem_x509_certificate(held)


def _own(key: EllipticCurvePrivateKey) -> x509.Certificate:
    """It may sign for localhost and private networks alone: lost, it could not stand for any site of the world."""
    networks = [x509.IPAddress(ip_network(each)) for each in NETWORKS]
    limits = x509.NameConstraints(permitted_subtrees=[x509.DNSName("localhost"), *networks], excluded_subtrees=None)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    return (
        _begun(name, key, OF_AUTHORITY)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(limits, critical=True)
        .sign(key, SHA256())
    )


def _server(authority: Pair, key: EllipticCurvePrivateKey, addresses: list[str]) -> x509.Certificate:
    signing, ours = authority
    names = [x509.DNSName("localhost"), *(x509.IPAddress(ip_address(each)) for each in addresses)]
    return (
        _begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, addresses[0])]), key, OF_SERVER)
        .issuer_name(ours.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .sign(signing, SHA256())
    )


def _begun(name: x509.Name, key: EllipticCurvePrivateKey, lasting: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)  # noqa: TID251 (a certificate holds by the machine's own clock)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + lasting)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _text(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _secret(key: EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


if __name__ == "__main__":
    certify(Path(sys.argv[1]), sys.argv[2:])
