"""Texts (文案): both languages say the same things, and every sentence that anything asks for is there."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from app.domain.deadline import Cause, LimitKind
from app.domain.finding import FindingState
from app.domain.order import OrderState
from app.domain.problems import CODES
from app.domain.urgency import Urgency
from app.errors import OF_HTTP, STATUS
from app.pages.finding_page import ENDED as ENDED_FINDING
from app.pages.finding_page import RETURN_REASONS
from app.pages.frame import NAV, PROBLEM_PAGES
from app.pages.integrity import LOOKED
from app.pages.order_page import ENDED as ENDED_ORDER
from app.pages.workbench import SIGNS, TILES
from app.schemas.order import OrderDraftIn

APP = Path(__file__).parents[2] / "app"
CATALOGUES: dict[str, dict[str, str]] = {
    name: json.loads((APP / f"texts/{name}.json").read_text("utf-8")) for name in ("zh", "en")
}
ZH, EN = CATALOGUES["zh"], CATALOGUES["en"]
KEY = re.compile(r"[dwpsm]\.[a-z0-9_]+(\.[a-z0-9_]+)*")
TYPESCRIPT = [*(APP / "static/src").rglob("*.ts"), *(APP / "static/src").rglob("*.vue")]
SPOKEN_KEY = re.compile(r"""["'`]([mpw]\.[a-z0-9_.]*[a-z0-9_])["'`]""")
OUT_OF_VOICE = re.compile(r"(?<!申)请(?!求)|[!！]|系统繁忙|操作成功|哦|亲")


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def calls(*names: str) -> Iterator[tuple[Path, ast.Call, str]]:
    """Calls of these functions whose first argument is written out."""
    for file in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=called), args=[ast.Constant(value=str(first)), *_]) if called in names:
                    yield file, node, first


def written(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Every text that looks like a key, and whether more is put behind it at run time."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            yield node.value, id(node) in parts


def keys_in_python() -> Iterator[tuple[str, bool]]:
    for file in sorted(APP.rglob("*.py")):
        yield from written(ast.parse(file.read_text("utf-8")))


def keys_made_at_run_time() -> Iterator[str]:
    """What f-strings put together, from the closed sets they are put together of."""
    tiles = {key for keys in TILES.values() for key in keys}
    yield from (f"d.nav.{key}" for keys in NAV.values() for key in keys)
    yield from (f"d.bench.{part}.{key}" for key in tiles for part in ("tile", "unit"))
    yield from (f"d.bench.main.{key}" for key in SIGNS)
    yield from (f"d.next.finding.{state}" for state in FindingState if state not in ENDED_FINDING)
    yield from (f"d.next.order.{state}" for state in OrderState if state not in ENDED_ORDER)
    yield from (f"d.problem.{status}.{part}" for status in PROBLEM_PAGES for part in ("title", "do"))
    yield from (f"d.draft.wrong.{field}" for field in OrderDraftIn().fields)
    yield from (f"w.cause.{cause}" for cause in Cause)
    yield from (f"w.limit.{kind}" for kind in LimitKind)
    yield from (f"w.month.{n}" for n in range(1, 13))
    yield from (f"w.fact.{how}_{unit}" for how in (Urgency.OVERDUE, Urgency.DUE) for unit in ("days", "hours"))
    yield from (f"d.integrity.looked.{name}" for name in LOOKED)
    yield from RETURN_REASONS


def test_both_languages_have_the_same_keys() -> None:
    assert set(ZH) ^ set(EN) == set()


def test_both_languages_leave_the_same_places_open() -> None:
    assert [key for key in ZH if places(ZH[key]) != places(EN[key])] == []


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_its_sentence(code: str) -> None:
    assert f"p.{code}" in ZH


def test_a_sentence_asks_for_nothing_that_its_refusal_does_not_bring() -> None:
    lacking = {
        f"{file.name}: {code}": missing
        for file, call, code in calls("Problem")
        if (missing := places(ZH[f"p.{code}"]) - {word.arg for word in call.keywords})
    }
    assert lacking == {}


def test_every_reason_to_keep_an_operation_has_its_sentence() -> None:
    reasons = {reason for _, _, reason in calls("Keeping", "OutOfScope")}
    assert reasons >= {"conflict", "old_schema", "kind_unknown", "grant_revoked", "waits_for_parent"}
    assert [reason for reason in reasons if f"p.kept.{reason}" not in ZH] == []


def test_every_status_has_its_title_and_every_http_refusal_its_sentence() -> None:
    statuses = {*STATUS.values(), *OF_HTTP, 428, 500}
    assert [status for status in statuses if f"s.{status}" not in ZH] == []
    assert [code for code in (*OF_HTTP.values(), "http_error", "unforeseen") if f"p.{code}" not in ZH] == []


def test_every_key_that_python_writes_out_is_there() -> None:
    assert sorted({key for key, goes_on in keys_in_python() if not goes_on and key not in ZH}) == []


def test_every_key_that_python_begins_goes_on_in_the_catalogue() -> None:
    begun = {key for key, goes_on in keys_in_python() if goes_on}
    assert sorted(key for key in begun if not any(whole.startswith(key) for whole in ZH)) == []


def test_every_chip_of_the_pages_has_its_word() -> None:
    assert sorted({word for _, _, word in calls("Chip") if f"w.{word}" not in ZH}) == []


def test_every_key_that_is_put_together_is_there() -> None:
    assert [key for key in keys_made_at_run_time() if key not in ZH] == []


def test_every_key_that_the_phone_writes_out_is_there() -> None:
    spoken = {key for file in TYPESCRIPT for key in SPOKEN_KEY.findall(file.read_text("utf-8"))}
    assert len(spoken) > 100
    assert sorted(key for key in spoken if key not in ZH and not any(k.startswith(f"{key}.") for k in ZH)) == []


def test_no_sentence_begs_shouts_or_evades() -> None:
    """Only the official paper says 请: that is its form."""
    assert {key: said for key, said in ZH.items() if OUT_OF_VOICE.search(said) and not key.startswith("d.paper.")} == {}
