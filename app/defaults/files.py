"""Files (随附数据): how a shipped table is opened. UTF-8, one header line, empty means none."""

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of one shipped table, by the names in its header."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table, strict=True)


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
