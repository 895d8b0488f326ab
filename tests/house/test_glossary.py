"""Glossary (术语表): every name it gives exists in the code, and no English word stands twice."""

from __future__ import annotations

import re

from tests.house.reading import ROOT, python_of

LINES = re.findall(
    r"^\| ([^|]+) \| [^|]+ \| `(\w+)` \|", (ROOT / "app/domain/GLOSSARY.md").read_text("utf-8"), re.MULTILINE
)


def test_every_term_is_in_the_code() -> None:
    code = "\n".join(text for _path, text in python_of("app/", "workers/"))
    assert [name for _word, name in LINES if not re.search(rf"\b{name}\b", code)] == []


def test_one_word_has_one_line() -> None:
    words = [word for word, _name in LINES]
    assert len(words) > 40
    assert sorted(words) == sorted(set(words))
