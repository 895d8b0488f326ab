"""Default scheme (默认方案 第1版): weights and deductions are ours and editable, never "省标准"."""

import json
from dataclasses import dataclass
from typing import Any

from app.defaults.files import text
from app.domain.calendar import Month
from app.domain.score import Scheme, read_scheme


@dataclass(frozen=True)
class SchemeRow:
    """A version of a scheme: its rules as they are stored."""

    name: str
    version: int
    valid_from: Month
    rules: dict[str, Any]

    @property
    def scheme(self) -> Scheme:
        return read_scheme(self.rules)


def default_scheme() -> SchemeRow:
    shipped = json.loads(text("scheme.json"))
    valid_from = Month.parse(shipped["valid_from"])
    return SchemeRow(shipped["name"], shipped["version"], valid_from, shipped["rules"])
