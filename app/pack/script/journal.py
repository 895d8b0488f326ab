"""The journal's part of a pack (日志摘录的核验): each row from its own words, the chain over all, and the way to a signed head file."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ed25519 import is_signed

if TYPE_CHECKING:
    from verify import Report

LEAF, NODE, ROOT = b"\0", b"\1", b"\2"


def check(extract: Any, key: str, outside: Path | None, report: Report) -> list[dict[str, Any]]:
    """Returns the rows that are shown in full, in the order of their streams, and says what of them does not hold."""
    before, streams = report.broken, extract["streams"]
    heads = {n: text for n, text in extract["heads"].items() if _head_holds(n, text, key, outside, report)}
    for stream in streams:
        if _chain_holds(stream, report) and stream["proof"] is not None:
            _check_way(stream, heads, report)
    rows = [row for stream in streams for row in _shown(stream)]
    if report.broken == before:
        report.good("rows", n=len(rows), streams=len(streams))
    if young := sum(row["seq"] > _sure(stream) for stream in streams for row in _shown(stream)):
        report.say("young", n=young)
    return rows


def _shown(stream: Any) -> list[dict[str, Any]]:
    return [it["row"] for it in stream["rows"] if isinstance(it, dict)]


def _sure(stream: Any) -> int:
    """Up to which row a head file speaks of it."""
    return int(stream["proof"]["seq"]) if stream["proof"] else 0


def _check_way(stream: Any, heads: dict[str, str], report: Report) -> None:
    n = stream["proof"]["n"]
    if str(n) not in heads or not _way_holds(stream, heads[str(n)]):
        report.fault("proof_wrong", stream=stream["stream"], n=n)


def content_hash(row: dict[str, Any], salt: bytes, who: str) -> str:
    said = json.dumps({**row, "who": who}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(salt + said.encode()).hexdigest()


def canonical(value: Any) -> bytes:
    """RFC 8785 for what stands in a pack: no floats, keys of plain letters."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _chain_holds(stream: Any, report: Report) -> bool:
    """From the row before the first one on; where a leaf speaks of it, the chain must have the leaf's hash."""
    chain, seq, proof, broken = stream["before"], stream["first"], stream["proof"], report.broken
    for it in stream["rows"]:
        content = it
        if isinstance(it, dict):
            salt = bytes.fromhex(it["salt"])
            content = content_hash(it["row"], salt, it["who"])
            told = "user_id" not in it or sha256(salt + b"who" + it["user_id"].encode()).hexdigest() == it["who"]
            if (it["row"]["seq"], it["row"]["stream_id"]) != (seq, stream["stream"]) or not told:
                report.fault("row_wrong", stream=stream["stream"], seq=seq)
        chain = sha256((chain + content).encode()).hexdigest()
        if proof is not None and seq == proof["seq"] and chain != proof["hash"]:
            report.fault("chain_wrong", stream=stream["stream"], first=stream["first"], seq=seq)
        seq += 1
    if proof is not None and not stream["first"] <= proof["seq"] < seq:
        report.fault("chain_wrong", stream=stream["stream"], first=stream["first"], seq=seq - 1)
    return bool(report.broken == broken)


def _way_holds(stream: Any, head: str) -> bool:
    proof = stream["proof"]
    leaf = canonical({"stream": stream["stream"], "seq": proof["seq"], "hash": proof["hash"]})
    node = sha256(LEAF + bytes.fromhex(proof["salt"]) + leaf).digest()
    for side, beside in proof["steps"]:
        pair = (bytes.fromhex(beside), node) if side == "left" else (node, bytes.fromhex(beside))
        node = sha256(NODE + b"".join(pair)).digest()
    root = sha256(ROOT + bytes.fromhex(proof["seal"]) + node).hexdigest()
    return bool(root == json.loads(head)["root"])


def _head_holds(n: str, text: str, key: str, outside: Path | None, report: Report) -> bool:
    """Signed by the pack's key; and the same, byte for byte, as the one that somebody else has kept."""
    said = json.loads(text)
    signature = bytes.fromhex(said.pop("signature"))
    if (
        said["public_key"] != key
        or str(said["n"]) != n
        or not is_signed(canonical(said), signature, bytes.fromhex(key))
    ):
        report.fault("head_unsigned", n=n)
        return False
    if outside is not None:
        file = outside / f"{int(n):09d}.json"
        if not file.exists() or file.read_bytes() != text.encode():
            report.fault("head_differs", n=n)
            return False
        report.good("head_same", n=n, at=said["at"])
    return True
