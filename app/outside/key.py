"""Key (签名密钥): head files are signed with Ed25519, by a key that follows from the app's secret: nobody configures it."""

from hashlib import sha256
from hmac import new

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PURPOSE = b"xunzhen head files, Ed25519, 1"


class HeadKey:
    def __init__(self, secret: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(new(secret.encode(), PURPOSE, sha256).digest())

    @property
    def public(self) -> str:
        """32 bytes in hexadecimal."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> str:
        return self._private.sign(content).hex()


def is_signed(content: bytes, signature: str, public: str) -> bool:
    """By the owner of that public key; letters that are no key or no signature are just not signed."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
