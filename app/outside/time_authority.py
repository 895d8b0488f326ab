"""Time authority (时间戳服务): asked over HTTP for a token over each head file; what it answers is judged before it is kept."""

from pathlib import Path
from urllib.parse import urlsplit

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from app.outside.faults import key_of
from app.outside.post import post
from app.outside.time_token import TimeToken, fitting, roots_in

MOST = 64 * 1024  # bytes; a token with its certificates has some 6,000
ASKING = {"Content-Type": "application/timestamp-query"}


class TimeAuthority:
    def __init__(self, address: str, roots: str) -> None:
        self.address = address
        self.roots = Path(roots)
        self.key = key_of(address)
        self.label = f"{urlsplit(address).scheme}://{urlsplit(address).hostname}"

    def token_over(self, text: bytes) -> TimeToken:
        """Raises `PlaceAway` or `DoesNotFit`."""
        asked = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256).build()
        content = post(self.address, asked.as_bytes(), ASKING, MOST)
        return fitting(content, text, roots_in(self.roots), asked.nonce)
