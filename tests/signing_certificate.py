"""A certificate to sign pictures with (签图片的证书), under a root made for the occasion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from c2pa import Context, Reader, Settings
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
ORGANISATION = "建德市住房和城乡建设局"
Key = EllipticCurvePrivateKey
NOTHING = dict.fromkeys(
    (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    ),
    False,
)


@dataclass(frozen=True)
class Made:
    certificate: Path
    key: Path
    root: str

    @property
    def named(self) -> dict[str, str]:
        """As fields of the configuration."""
        return {"credentials_certificate": str(self.certificate), "credentials_key": str(self.key)}


def made(folder: Path, until: datetime = END) -> Made:
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _issued("根证书", root_key)
    own = _issued("美丽城镇督查", key, (root, root_key), until)
    (folder / "chain.pem").write_bytes(own.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Made(folder / "chain.pem", folder / "key.pem", root.public_bytes(Encoding.PEM).decode())


def _issued(
    name: str, key: Key, issuer: tuple[x509.Certificate, Key] | None = None, until: datetime = END
) -> x509.Certificate:
    oids = (
        (x509.NameOID.COUNTRY_NAME, "CN"),
        (x509.NameOID.ORGANIZATION_NAME, ORGANISATION),
        (x509.NameOID.COMMON_NAME, name),
    )
    subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in oids])
    by = issuer[1] if issuer else key
    may = {"digital_signature": True} if issuer else {"key_cert_sign": True, "crl_sign": True}
    made = (
        x509.CertificateBuilder(
            issuer_name=issuer[0].subject if issuer else subject,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=BEGIN,
            not_valid_after=until,
        )
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**NOTHING, **may}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if issuer:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(by, SHA256())


@dataclass(frozen=True)
class Read:
    """What another program reads out of a picture; `state` is Trusted, Valid or Invalid."""

    state: str
    by: str
    said: dict[str, Any]


def read(content: bytes, root: str = "") -> Read:
    wishes = {"trust": {"user_anchors": root}, "verify": {"verify_trust": True}} if root else {}
    kind = "image/webp" if content.startswith(b"RIFF") else "image/jpeg"
    with Reader(kind, BytesIO(content), context=Context(Settings.from_dict(wishes))) as reader:
        told = json.loads(reader.json())
        state = str(reader.get_validation_state())
    manifest = told["manifests"][told["active_manifest"]]
    said = next(it["data"] for it in manifest["assertions"] if it["label"] == "org.xunzhen.photo")
    return Read(state, manifest["signature_info"]["issuer"], said)
