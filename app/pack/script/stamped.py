"""Time tokens in a pack (证据包里的时间戳): what RFC 3161 says of a head file, read with nothing but Python.

Whether the authority itself signed, OpenSSL says when it is there (--authority); else the command is printed for who has it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verify import Pack, Report

SHA256_OID = bytes.fromhex("608648016503040201")
COMMON_NAME = bytes.fromhex("550403")
FOLDER = "heads/"
Value = tuple[int, bytes, bytes]  # tag, what is inside, all of it


class Unreadable(ValueError):
    """Not the answer of an authority."""


def check(pack: Pack, heads: dict[str, str], roots: Path | None, report: Report) -> None:
    """Each head file of the pack, stamped or not."""
    names = pack.names()
    for n, text in sorted(heads.items(), key=lambda it: int(it[0])):
        file = f"{FOLDER}{int(n):09d}"
        if f"{file}.tsr" in names:
            _check_one(n, text.encode(), pack.read(f"{file}.tsr"), roots, report)
            if f"{file}.json" not in names or pack.read(f"{file}.json") != text.encode():
                report.fault("head_differs", n=n)
        else:
            report.say("not_stamped", n=n)


def _check_one(n: str, text: bytes, token: bytes, roots: Path | None, report: Report) -> None:
    try:
        imprint, at, by = read(token)
    except (ValueError, IndexError):
        report.fault("stamp_unreadable", n=n)
        return
    if imprint != sha256(text).digest():
        report.fault("stamp_of_another", n=n, at=at, by=by)
    elif roots is None:
        report.good("stamp_unknown", n=n, at=at, by=by)
    elif shutil.which("openssl") is None:
        report.say("stamp_no_openssl", n=n, at=at, by=by)
    elif _signed(text, token, roots):
        report.good("stamp", n=n, at=at, by=by)
    else:
        report.fault("stamp_wrong", n=n, at=at, by=by)


def _signed(text: bytes, token: bytes, roots: Path) -> bool:
    """At the time that it tells: the certificate may have run out since."""
    seconds = str(int(datetime.fromisoformat(read(token)[1]).timestamp()))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file").write_bytes(text)
        (Path(folder) / "token").write_bytes(token)
        words = ["openssl", "ts", "-verify", "-data", "file", "-in", "token", "-CAfile", str(roots.resolve())]
        done = subprocess.run([*words, "-attime", seconds], cwd=folder, check=False, capture_output=True)  # noqa: S603 - our own words and files
    return done.returncode == 0


def read(token: bytes) -> tuple[bytes, str, str]:
    """The hash it is about, when, and the name in the signer's certificate."""
    status, signed = _inside(_only(token), 2)
    if _number(_inside(status[1], 1)[0][1]) != 0:
        raise Unreadable
    parts = _inside(_inside(_inside(signed[1], 2)[1][1], 1)[0][1], 4)
    content = _inside(parts[2][1], 2)[1]
    told = _inside(_only(_inside(content[1], 1)[0][1]), 5)
    algorithm, imprint = _inside(told[2][1], 2)[:2]
    if _inside(algorithm[1], 1)[0][1] != SHA256_OID:
        raise Unreadable
    at = datetime.strptime(told[4][1].decode()[:14], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)  # noqa: UP017 - Python 3.9
    return imprint[1], at.isoformat(), _signer(parts)


def _signer(parts: list[Value]) -> str:
    """Found among the certificates by issuer and number, as the signature names it."""
    signer = _inside(_inside(parts[-1][1], 1)[0][1], 2)[1]
    issuer, number = _inside(signer[1], 2)
    for _, certificate, _ in _values(next((it[1] for it in parts if it[0] == 0xA0), b"")):
        body = list(_values(_inside(certificate, 1)[0][1]))
        body = body[1:] if body[0][0] == 0xA0 else body
        if (body[0][1], body[2][2]) == (number[1], issuer[2]):
            return _common_name(body[4][1])
    return "?"


def _common_name(name: bytes) -> str:
    for _, group, _ in _values(name):
        for _, pair, _ in _values(group):
            kind, word = _inside(pair, 2)
            if kind[1] == COMMON_NAME:
                return word[1].decode("utf-16-be" if word[0] == 0x1E else "utf-8")
    return "?"


def _only(content: bytes) -> bytes:
    return _inside(content, 1)[0][1]


def _inside(content: bytes, least: int) -> list[Value]:
    found = list(_values(content))
    if len(found) < least:
        raise Unreadable
    return found


def _values(content: bytes) -> Iterator[Value]:
    start = 0
    while start < len(content):
        tag, size, inside = content[start], content[start + 1], start + 2
        if size & 0x80:
            inside += size & 0x7F
            size = int.from_bytes(content[start + 2 : inside], "big")
        if inside + size > len(content):
            raise Unreadable
        yield tag, content[inside : inside + size], content[start : inside + size]
        start = inside + size


def _number(content: bytes) -> int:
    return int.from_bytes(content, "big")
