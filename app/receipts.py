"""Receipts, nonces and cursors: what the server signs so that it can be believed later."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, new
from typing import Any

from app.models import Journal

SHORT = 22  # letters of a signature: 132 bits


def sign(secret: str, purpose: str, text: str) -> str:
    digest = new(secret.encode(), f"{purpose}\n{text}".encode(), sha256).digest()
    return urlsafe_b64encode(digest).decode()[:SHORT]


def nonce(secret: str, at: datetime) -> str:
    """Shown in each answer; whoever shows it again has seen an answer no older than it says."""
    stamp = str(int(at.timestamp()))
    return f"{stamp}.{sign(secret, 'nonce', stamp)}"


def nonce_time(secret: str, text: str | None) -> datetime | None:
    """When that nonce was handed out; None for a forged or missing one."""
    stamp, _, signature = (text or "").partition(".")
    if not stamp.isdigit() or not compare_digest(signature, sign(secret, "nonce", stamp)):
        return None
    return datetime.fromtimestamp(int(stamp), UTC)


def receipt(secret: str, event: Journal, **of: Any) -> str:
    """What was stored, and its place in the journal: canonical JSON, signed; kept and given again byte for byte."""
    place = {"stream": str(event.stream_id), "seq": event.seq, "head": event.hash, "server_time": event.at.isoformat()}
    text = _canonical({**of, **place})
    return _canonical({**of, **place, "signature": sign(secret, "receipt", text)})


def genuine(secret: str, body: dict[str, Any]) -> bool:
    """Whether these are the words of a receipt of ours."""
    said = {name: value for name, value in body.items() if name != "signature"}
    return compare_digest(str(body.get("signature", "")).encode(), sign(secret, "receipt", _canonical(said)).encode())


def seal_cursor(secret: str, content: dict[str, Any]) -> str:
    """An opaque cursor: the caller can hold it, not make one."""
    text = urlsafe_b64encode(_canonical(content).encode()).decode()
    return f"{text}.{sign(secret, 'cursor', text)}"


def open_cursor(secret: str, text: str) -> dict[str, Any] | None:
    body, _, signature = text.partition(".")
    if not compare_digest(signature, sign(secret, "cursor", body)):
        return None
    content: dict[str, Any] = json.loads(urlsafe_b64decode(body))
    return content


def _canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
