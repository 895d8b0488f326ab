"""Pictures that mean no good (坏图片), made by hand: each lies in one place of its format, and its name says where."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

from tests import samples

MOST_BYTES = 25 * 1024 * 1024
SOI, APP1, APP2 = b"\xff\xd8", 0xE1, 0xE2
PNG = b"\x89PNG\r\n\x1a\n"
LONG, SHORT, ASCII, RATIONAL = 4, 3, 2, 5


def all_of_them() -> dict[str, bytes]:
    return {**_jpegs(), **_exifs(), **_pngs(), **_boxes(), **_strangers()}


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def within(jpeg: bytes, *segments: bytes) -> bytes:
    """Directly behind the start, where cameras put them."""
    return SOI + b"".join(segments) + jpeg[2:]


def sized(jpeg: bytes, height: int, width: int) -> bytes:
    """The frame header says another size than the picture has."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def _jpegs() -> dict[str, bytes]:
    plain = samples.jpeg()
    scan = plain.index(b"\xff\xda")
    mpo = samples.mpo()
    offsets = mpo.index(b"MPF\0")
    return {
        "a picture of nothing": sized(plain, 0, 0),
        "4 gigapixels in a few bytes": sized(plain, 65535, 65535),
        "59 megapixels in a few bytes": sized(plain, 7600, 7800),
        "a thread of a picture": sized(plain, 1, 65535),
        "a size that was told twice": within(sized(plain, 500, 2), plain[plain.index(b"\xff\xc0") : scan]),
        "no scan at all": plain[:scan],
        "an empty scan": plain[: scan + 14] + b"\xff\xd9",
        "a scan of ones": plain[: scan + 14] + b"\xff\0" * 5000 + b"\xff\xd9",
        "a segment beyond the end": SOI + struct.pack(">BBH", 0xFF, APP1, 65535) + plain[2:200],
        "a segment shorter than its length": SOI + b"\xff\xe1\0\0" + plain[2:],
        "ten thousand comments": within(plain, *[segment(0xFE, b"x")] * 10_000),
        "a profile of rubbish": within(plain, segment(APP2, b"ICC_PROFILE\0\1\1" + bytes(range(256)) * 9)),
        "a profile in 255 parts of which one came": within(plain, segment(APP2, b"ICC_PROFILE\0\7\xff" + b"x" * 99)),
        "inks and a profile of rubbish": _inks(icc_profile=b"\0\0\x02\0lcms" + b"prtrCMYKLab " * 60),
        "inks": _inks(),
        "a second picture beyond the end": mpo[: offsets + 8] + b"\xff" * 60 + mpo[offsets + 68 :],
        "four billion pictures": mpo.replace(
            struct.pack("<HHII", 0xB001, LONG, 1, 2), b"\1\xb0\4\0\1\0\0\0\xff\xff\xff\xff"
        ),
    }


def _inks(**more: Any) -> bytes:
    written = BytesIO()
    samples.scene().convert("CMYK").save(written, "JPEG", **more)
    return written.getvalue()


def tiff(*entries: tuple[int, int, int, int], after: int = 0) -> bytes:
    """One directory; each entry tag, type, count, value or where it lies; `after`: where the next directory begins."""
    told = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + told + struct.pack("<I", after)


def _exifs() -> dict[str, bytes]:
    """`within` a good picture: none of these is a reason to refuse it."""
    said = {
        "a turn of 0": tiff((samples.ORIENTATION, SHORT, 1, 0)),
        "a turn of 9": tiff((samples.ORIENTATION, SHORT, 1, 9)),
        "a turn in words": tiff((samples.ORIENTATION, ASCII, 4, 0x00373737)),
        "a thousand turns": tiff((samples.ORIENTATION, SHORT, 1000, 8)),
        "a directory that follows itself": tiff((samples.ORIENTATION, SHORT, 1, 6), after=8),
        "a folder that is its own parent": tiff((0x8769, LONG, 1, 8), (samples.GPS, LONG, 1, 8)),
        "a count of four billion": tiff((samples.DESCRIPTION, ASCII, 0xFFFFFFFF, 26)),
        "places of four billion parts": tiff((samples.GPS, LONG, 1, 26), (2, RATIONAL, 0xFFFFFFFF, 8)),
        "an offset below zero": tiff((samples.DESCRIPTION, ASCII, 99, 0xFFFFFFF0), (0x8769, LONG, 1, 0xFFFFFFFE)),
        "more entries than there are": b"II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 40,
        "a first directory beyond the end": b"MM\0*\xff\xff\xff\xff",
        "parts of nothing": tiff((0x829A, RATIONAL, 1, 26), (samples.GPS, LONG, 1, 8)) + bytes(8),
        "nothing": b"",
    }
    return {f"exif: {name}": within(samples.jpeg(), segment(APP1, b"Exif\0\0" + block)) for name, block in said.items()}


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(wide: int, high: int, *chunks: bytes, depth: int = 8, colours: int = 2) -> bytes:
    return PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, depth, colours, 0, 0, 0)) + b"".join(chunks)


def _pngs() -> dict[str, bytes]:
    end = chunk(b"IEND", b"")
    dark = chunk(b"IDAT", zlib.compress(bytes(90_000), 9))
    bomb = zlib.compress(bytes(40_000_000), 9)
    return {
        "png: no width": png(0, 9, dark, end),
        "png: minus one": png(0xFFFFFFFF, 1, dark, end),
        "png: 10 gigapixels": samples.bomb(),
        "png: a bomb of text": png(80, 60, chunk(b"zTXt", b"a\0\0" + bomb), dark, end),
        "png: a bomb of words in a language": png(80, 60, chunk(b"iTXt", b"a\0\1\0\0\0" + bomb), dark, end),
        "png: a bomb of a profile": png(80, 60, chunk(b"iCCP", b"a\0\0" + bomb), dark, end),
        "png: 40 megabytes behind 80 by 60": png(80, 60, chunk(b"IDAT", bomb), end),
        "png: a palette that is missing": png(80, 60, dark, end, colours=3),
        "png: 16 bits of gray": png(80, 60, dark, end, depth=16, colours=0),
        "png: 16 bits of everything": png(80, 60, dark, end, depth=16, colours=6),
        "png: a depth that there is not": png(80, 60, dark, end, depth=7),
        "png: a chunk of four gigabytes": png(80, 60) + b"\xff\xff\xff\xffIDAT",
        "png: a film": _film("PNG"),
        "png: 59 megapixels, see-through": png(
            7600, 7800, chunk(b"IDAT", zlib.compress(bytes(7800), 9)), end, colours=6
        ),
    }


def _film(kind: str) -> bytes:
    written = BytesIO()
    frames = [Image.new("RGB", (80, 60), (number * 20, 0, 0)) for number in range(12)]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


def patched(content: bytes, word: bytes, at: int, new: bytes) -> bytes:
    """Other bytes, so many behind where that word stands."""
    start = content.index(word) + at
    return content[:start] + new + content[start + len(new) :]


def _boxes() -> dict[str, bytes]:
    """HEIC and AVIF are boxes in boxes; WebP is chunks."""
    made = {}
    for kind, whole in (("heic", samples.heic(1)), ("avif", samples.avif())):
        made |= {
            f"{kind}: 4 gigapixels": patched(whole, b"ispe", 8, b"\0\0\xff\xff\0\0\xff\xff"),
            f"{kind}: no pixels": patched(whole, b"ispe", 8, bytes(8)),
            f"{kind}: a box of no size": patched(whole, b"meta", -4, bytes(4)),
            f"{kind}: a box of four gigabytes": patched(whole, b"iloc", -4, b"\xff\xff\xff\xff"),
            f"{kind}: a box of 64 bits": patched(whole, b"iprp", -4, b"\0\0\0\1"),
            f"{kind}: places beyond the end": patched(whole, b"iloc", 8, b"\xff" * 20),
            f"{kind}: no pictures": patched(whole, b"iinf", 4, bytes(8)),
            f"{kind}: nothing behind its name": whole[:32],
        }
    whole = samples.webp()
    return {
        **made,
        "avif: a film": _film("AVIF"),
        "webp: a film": samples.moving(),
        "webp: 268 megapixels": patched(whole, b"VP8X", 12, b"\xfe\x3f\0\xfe\x3f\0"),
        "webp: 56 megapixels in a few bytes": samples.bomb_of_webp(),
        "webp: a length of four gigabytes": patched(whole, b"RIFF", 4, b"\xff\xff\xff\xff"),
        "webp: a chunk beyond the end": patched(whole, b"VP8 ", 4, b"\xff\xff\xff\x7f"),
    }


def _strangers() -> dict[str, bytes]:
    """Other formats under a picture's name, two formats at once, and nothing."""
    good, gif = samples.jpeg(), BytesIO()
    samples.scene().save(gif, "GIF")
    return {
        "nothing": b"",
        "one byte too many": good.ljust(MOST_BYTES + 1, b"\0"),
        "as many bytes as may be": good.ljust(MOST_BYTES, b"\0"),
        "words": "梅城镇北门，两只桶满溢".encode() * 9,
        "a gif": gif.getvalue(),
        "a page": b"<html><script>alert(1)</script>" * 9,
        "a page behind a picture": good + b"<html><script>alert(1)</script>",
        "an archive behind a picture": good + b"PK\3\4" + bytes(60) + b"PK\5\6" + bytes(18),
        "a program before a picture": b"MZ" + bytes(62) + good,
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
        "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "only the beginning": good[:3],
    }
