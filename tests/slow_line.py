"""A slow line (弱网): a process between phone and server that carries bytes late, slowly, and breaks off at drawn places.

While the flag file exists: every byte waits half the delay each way, `--up` and `--down` bits per second are shared by all
connections, and of each stretch of 128 KiB that goes up the drawn ones end at a drawn byte with a reset of every
connection. Each part of an upload is noted as one line of JSON in the record once its first bytes have gone up.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

STRETCH = 131_072
SIP = 512
PART = re.compile(rb"PATCH (/api/v1/uploads/\S+) HTTP/1.1\r\n(?:[^\r]+\r\n)*?upload-offset: (\d+)\r\n", re.IGNORECASE)
KEPT = 32_768  # a head and the first bytes behind it
BEGUN = 16_384  # a browser sends again by itself what met a dead connection: not a part yet


@dataclass
class Wire:
    """One direction, shared by all connections: who waits longest goes first."""

    rate: int
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def carry(self, size: int) -> None:
        async with self.turn:
            await asyncio.sleep(size * 8 / self.rate)


class Line:
    """All connections of one phone."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.up, self.down = Wire(given.up), Wire(given.down)
        self.sent = 0
        self.drawn = random.Random(given.seed)  # noqa: S311 (a seed draws the same faults again)
        self.cut_at = self.draw(0)
        self.open: set[asyncio.StreamWriter] = set()

    @property
    def slow(self) -> bool:
        return bool(self.given.flag.exists())

    def draw(self, after: int) -> int:
        """Where it breaks off next: at a drawn byte of the first stretch from there on that is drawn."""
        while self.drawn.random() >= self.given.resets:
            after += STRETCH
        return after + 1 + self.drawn.randrange(STRETCH)

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, server = await asyncio.open_connection("127.0.0.1", self.given.upstream)
        self.open |= {writer, server}
        ways = {asyncio.create_task(self.carry(reader, server, upward=True))}
        ways.add(asyncio.create_task(self.carry(there, writer, upward=False)))
        _, others = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)  # a close or a reset ends both
        for way in others:
            way.cancel()  # what lies in this machine's buffers would never have left the phone: the line does not carry it
        await asyncio.gather(*ways, return_exceptions=True)
        self.open -= {writer, server}
        for end in (writer, server):
            end.close()

    async def carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, upward: bool) -> None:
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(deliver(late, sink))
        seen = b""
        try:
            while sip := await source.read(SIP if self.slow else 65536):
                if self.slow:
                    await (self.up if upward else self.down).carry(len(sip))
                late.put_nowait((time.monotonic() + (self.given.delay / 2 if self.slow else 0), sip))
                if upward:
                    seen = self.note((seen + sip)[-KEPT:], len(sip))
        finally:
            late.put_nowait((0, b""))
        await delivering

    def note(self, seen: bytes, size: int) -> bytes:
        part = PART.search(seen)
        if part and len(seen) - part.end() >= BEGUN:
            self.write({"upload": part[1].decode(), "offset": int(part[2]), "at": time.monotonic()})
            seen = b""
        self.sent += size if self.slow else 0
        if self.slow and self.sent >= self.cut_at:
            self.cut_at = self.draw((self.sent // STRETCH + 1) * STRETCH)
            self.write({"reset": len(self.open) // 2, "at": time.monotonic()})
            for end in self.open:
                end.transport.abort()
        return seen

    def write(self, told: dict[str, object]) -> None:
        with self.given.record.open("a") as book:
            book.write(json.dumps(told) + "\n")


async def deliver(late: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
    while True:
        due, sip = await late.get()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if not sip:
            return sink.close()
        sink.write(sip)
        await sink.drain()


async def serve(given: argparse.Namespace) -> None:
    server = await asyncio.start_server(Line(given).connect, "127.0.0.1", given.port)
    await server.serve_forever()


def main() -> None:
    words = argparse.ArgumentParser()
    for name in ("--port", "--upstream", "--up", "--down", "--seed"):
        words.add_argument(name, type=int, required=True)
    for name in ("--delay", "--resets"):
        words.add_argument(name, type=float, required=True)
    for name in ("--flag", "--record"):
        words.add_argument(name, type=Path, required=True)
    asyncio.run(serve(words.parse_args()))


if __name__ == "__main__":
    main()
