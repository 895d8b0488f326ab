"""The file itself (证据包文件): pictures, records, the journal's part, a page to read and a script to check, under one signed manifest."""

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import current_app

from app import outside
from app.actions.pack import Made, Subject
from app.domain.calendar import SHANGHAI
from app.domain.canonical import Plain, canonical_json
from app.domain.heads import name_of, token_name_of
from app.domain.pack import MANIFEST, SIGNATURE, Member, manifest_of
from app.domain.problems import Problem
from app.pack.contents import Contents
from app.pack.cover import cover_of
from app.pack.extract import Extract, written
from app.pack.pictures import Picture, picture_of
from app.storage.faults import hash_of
from app.texts import catalogue

SCRIPT = Path(__file__).parent / "script"
IN_MEMORY = 8_000_000  # bytes; more goes to the disk
WORDS = "d.pack.check."


class Bundle:
    """A zip that is being written, and what its manifest will say."""

    def __init__(self, file: IO[bytes], at: datetime) -> None:
        self.zip = ZipFile(file, "w", ZIP_STORED)
        self.members: list[Member] = []
        self.at = at

    def add(self, path: str, content: bytes) -> None:
        """Pictures do not shrink any more; the rest does."""
        info = ZipInfo(path, self.at.astimezone(SHANGHAI).timetuple()[:6])
        info.compress_type, info.external_attr = ZIP_STORED if path.startswith("photos/") else ZIP_DEFLATED, 0o644 << 16
        self.zip.writestr(info, content)
        self.members.append(Member(path, len(content), sha256(content).hexdigest()))


def bundled(subject: Subject, contents: Contents, extract: Extract, at: datetime) -> tuple[IO[bytes], Made]:
    """The open file, from its start, and what is to be remembered of it. One picture is in memory at a time."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on open
    bundle = Bundle(file, at)
    pictures = {it: _add_picture(bundle, it) for it in sorted(contents.pictures)}
    bundle.add("records.json", _json(contents.records))
    bundle.add("journal.json", _json(written(extract)))
    _add_tokens(bundle, extract)
    bundle.add("index.html", cover_of(subject, contents.records, pictures, extract, at).encode())
    bundle.add("words.json", _json(_words()))
    for script in sorted(SCRIPT.glob("*.py")):
        bundle.add(script.name, script.read_bytes())
    manifest = _seal(bundle, subject)
    bundle.zip.close()
    size, digest = file.tell(), hash_of(file)
    file.seek(0)
    return file, Made(size, sum(it is not None for it in pictures.values()), manifest, digest)


def _add_picture(bundle: Bundle, sha256: str) -> Picture | None:
    """None for one that the store cannot give as it was; the pack says so, and is made all the same."""
    try:
        picture = picture_of(sha256)
    except Problem:
        return None
    if not picture.sealed:
        bundle.add(picture.path, picture.content)
    if picture.shown is not None:
        bundle.add(picture.shown_path, picture.shown)
    return picture.without_content()


def _add_tokens(bundle: Bundle, extract: Extract) -> None:
    """With the head file as a file, so that any tool for RFC 3161 can hold one against the other."""
    for n, token in extract.tokens.items():
        bundle.add(f"heads/{name_of(int(n))}", extract.heads[n].encode())
        bundle.add(f"heads/{token_name_of(int(n))}", token)


def _seal(bundle: Bundle, subject: Subject) -> str:
    """Signed by the key of the head files; returns the hash that the journal will know."""
    said: dict[str, Plain] = {"of": subject.of, "id": str(subject.id), "title": subject.title}
    content = manifest_of(bundle.at, said, bundle.members)
    key = outside.our_key()
    bundle.add(MANIFEST, content)
    bundle.add(SIGNATURE, canonical_json({"public_key": key.public, "signature": key.sign(content)}))
    return sha256(content).hexdigest()


def _words() -> dict[str, str]:
    """What the script says, in the language of this deployment."""
    texts = catalogue(current_app.config["LANGUAGE"])
    return {key.removeprefix(WORDS): text for key, text in texts.items() if key.startswith(WORDS)}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
