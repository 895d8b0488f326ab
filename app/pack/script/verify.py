"""Check an evidence pack (核验证据包): python3 verify.py [PACK] [--heads FOLDER] [--key HEX] [--authority PEM]; ends with 0 when all of it holds.

Needs Python 3.9 or newer and nothing else. PACK is the folder or the zip; without it, the folder this file lies in.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import journal
import stamped
from ed25519 import is_signed

SELF_MADE = {"manifest.json", "manifest.sig.json"}
LINE = ("code", "amount", "raw", "dimension", "item_code", "params", "visit_id", "finding_id", "order_id", "entry_id")


class Pack:
    """Its files, out of a folder or a zip."""

    def __init__(self, place: Path) -> None:
        self.folder = place
        self.zip = zipfile.ZipFile(place) if place.is_file() else None

    def names(self) -> set[str]:
        if self.zip is not None:
            return {name for name in self.zip.namelist() if not name.endswith("/")}
        files = (file for file in self.folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        return {file.relative_to(self.folder).as_posix() for file in files}

    def read(self, name: str) -> bytes:
        return self.zip.read(name) if self.zip is not None else (self.folder / name).read_bytes()

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))


class Report:
    """What does not hold, and how much was looked at; words come with the pack."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words
        self.broken = 0

    def say(self, code: str, /, mark: str = " ", **place: object) -> None:
        said = self.words[code].format(**place) if code in self.words else f"{code} {place}"
        sys.stdout.write(f"{mark} {said}\n")

    def fault(self, code: str, /, **place: object) -> None:
        self.broken += 1
        self.say(code, "✗", **place)

    def good(self, code: str, /, **place: object) -> None:
        self.say(code, "✓", **place)


def check_files(pack: Pack, report: Report) -> None:
    """Every file is the one that the manifest names, and none is missing or too many."""
    listed = {it["path"]: it for it in pack.json("manifest.json")["files"]}
    there = pack.names() - SELF_MADE
    before = report.broken
    for name in sorted(set(listed) - there):
        report.fault("file_missing", name=name)
    for name in sorted(there - set(listed)):
        report.fault("file_unknown", name=name)
    for name in sorted(there & set(listed)):
        if sha256(pack.read(name)).hexdigest() != listed[name]["sha256"]:
            report.fault("file_changed", name=name)
    if report.broken == before:
        report.good("files", n=len(listed))


def check_signature(pack: Pack, report: Report, key: str | None) -> str:
    """Signed by the key that signs the head files as well; whose key it is, only who noted it elsewhere can tell."""
    content, said = pack.read("manifest.json"), pack.json("manifest.sig.json")
    public = str(said["public_key"])
    if not is_signed(content, bytes.fromhex(said["signature"]), bytes.fromhex(public)):
        report.fault("signature_wrong", key=public)
    elif key is not None and key.lower() != public:
        report.fault("key_other", key=public)
    else:
        report.good("signature" if key else "signature_unknown", key=public)
    return public


def check_photos(records: Any, rows: list[dict[str, Any]], names: set[str], report: Report) -> None:
    """A row of the journal names each photo by its hash; its file lies under that name."""
    named = {word for row in rows for word in str(row["body"].get("photos", "")).split()}
    there = {name.rpartition("/")[2].partition(".")[0] for name in names if name.startswith("photos/")}
    before, photos = report.broken, list(_photos(records))
    for photo in photos:
        if f"{photo['role']}:{photo['sha256']}" not in named:
            report.fault("photo_unnamed", sha256=photo["sha256"])
        if photo["arrived_at"] and photo["sha256"] not in there and not photo.get("withheld"):
            report.fault("photo_missing", sha256=photo["sha256"])
    if report.broken == before:
        report.good("photos", n=len(photos))


def _photos(record: Any) -> Any:
    """Wherever they stand in the records."""
    if isinstance(record, dict):
        yield from record.get("photos", []) if isinstance(record.get("photos"), list) else []
    for inner in record.values() if isinstance(record, dict) else record if isinstance(record, list) else []:
        yield from _photos(inner)


def check_deadlines(records: Any, rows: list[dict[str, Any]], report: Report) -> None:
    """The deadline of each point is the one that the journal set last."""
    last = {row["subject_id"]: row["body"]["due_is"] for row in rows if row["act"] == "finding.due"}
    wrong = [it for it in records.get("points", []) if (it["due_at"] or "") != last.get(it["id"], "")]
    for point in wrong:
        report.fault("deadline_differs", no=point["no"], said=point["due_at"], journal=last.get(point["id"], "-"))
    if not wrong:
        report.good("deadlines", n=len(records.get("points", [])))


def check_score(records: Any, rows: list[dict[str, Any]], report: Report) -> None:
    """The lines are those that the journal vouches for, and their sum is the score."""
    score = records.get("score")
    if score is None:
        return
    lines = [{name: line[name] for name in LINE} for line in score["lines"]]
    account = {"value": score["value"] or "", "facts": score["facts"], "lines": lines}
    digest = sha256(journal.canonical(account)).hexdigest()
    said: dict[str, Any] = next(
        (row["body"] for row in rows if row["subject_id"] == score["id"] and row["act"] == "score.compute"), {}
    )
    if said.get("account") != digest:
        report.fault("score_differs")
    total = sum((Fraction(line["amount"]) for line in lines), Fraction(0))
    if score["value"] is not None and total != Fraction(score["value"]):
        report.fault("sum_differs", total=float(total), value=score["value"])
    elif said.get("account") == digest:
        report.good("score", n=len(lines), value=score["value"])


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("pack", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked.add_argument("--heads", type=Path, help="a folder with head files that somebody else has kept")
    asked.add_argument("--key", help="the public key, as it was noted when the head files were set up")
    asked.add_argument(
        "--authority", type=Path, help="root certificate of the time authority, got from elsewhere (PEM)"
    )
    given = asked.parse_args()
    pack = Pack(given.pack)
    report, records = Report(pack.json("words.json")), pack.json("records.json")
    check_files(pack, report)
    key = check_signature(pack, report, given.key)
    extract = pack.json("journal.json")
    rows = journal.check(extract, key, given.heads, report)
    stamped.check(pack, extract["heads"], given.authority, report)
    check_photos(records, rows, pack.names(), report)
    check_deadlines(records, rows, report)
    check_score(records, rows, report)
    report.say("broken" if report.broken else "whole", n=report.broken)
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
