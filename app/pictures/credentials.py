"""Content Credentials (内容凭证, C2PA): a signed word in a picture that leaves, about where it comes from; its pixels stay as they are.

It says that this picture was made by us out of another one, and what we were told to add; not that the scene was as shown.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

if TYPE_CHECKING:
    from c2pa import Context, Signer

LABEL = "org.xunzhen.photo"
CURVES = {256: "es256", 384: "es384", 521: "es512"}
SETTINGS = {"builder": {"thumbnail": {"enabled": False}}, "verify": {"verify_after_sign": False}}


class NotUsable(ValueError):
    """Certificate and key do not belong together, or are none; the message says which."""


class NotSigned(Exception):
    """The certificate is not good for this, or not any more."""


@dataclass(frozen=True)
class Credentials:
    """The certificate first, then those between it and its root; and the key, unsealed (PKCS#8)."""

    chain: bytes
    key: bytes
    algorithm: str

    @classmethod
    def of(cls, certificate: Path, key: Path) -> "Credentials":
        chain, private = certificate.read_bytes(), key.read_bytes()
        try:
            own, opened = load_pem_x509_certificates(chain)[0], load_pem_private_key(private, None)
        except (ValueError, TypeError) as unreadable:
            raise NotUsable(f"{certificate} or {key} holds no PEM, or the key has a password") from unreadable
        if own.public_key() != opened.public_key():
            raise NotUsable(f"{key} is not the key of the first certificate in {certificate}")
        match opened:
            case EllipticCurvePrivateKey():
                return cls(chain, private, CURVES[opened.key_size])
            case RSAPrivateKey():
                return cls(chain, private, "ps256")
            case Ed25519PrivateKey():
                return cls(chain, private, "ed25519")
        raise NotUsable(f"{key} is of a kind that Content Credentials do not know")


def signed(content: bytes, media_type: str, credentials: Credentials, said: dict[str, str]) -> bytes:
    """The same picture with its credentials in it."""
    from c2pa import Builder, C2paBuilderIntent, C2paError  # noqa: PLC0415 - 23 MB, and there only where it is wanted

    out = BytesIO()
    try:
        with Builder(_manifest(said), _context()) as builder:
            builder.set_intent(C2paBuilderIntent.EDIT)
            with _signer(credentials) as signer:
                builder.sign(signer, media_type, BytesIO(content), out)
    except C2paError as refused:
        raise NotSigned(str(refused)) from refused
    return out.getvalue()


def _manifest(said: dict[str, str]) -> dict[str, object]:
    return {
        "claim_generator_info": [{"name": "Xunzhen", "version": "0.1.0"}],
        "assertions": [{"label": LABEL, "data": said}],
    }


def _context() -> "Context":
    """No thumbnails, which would show what a mask covers later; nothing is asked of any network."""
    from c2pa import Context, Settings  # noqa: PLC0415 - as above

    return Context(Settings.from_dict(SETTINGS))


def _signer(credentials: Credentials) -> "Signer":
    from c2pa import C2paSignerInfo, Signer  # noqa: PLC0415 - as above

    return Signer.from_info(C2paSignerInfo(credentials.algorithm.encode(), credentials.chain, credentials.key, None))
