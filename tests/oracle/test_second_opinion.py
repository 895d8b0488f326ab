"""The program and the clerk agree on every town-month; a disagreement is shrunk and printed as one town-month."""

import ast
import json
from pathlib import Path

from hypothesis import given, note, settings

from app.domain.score import TownMonth, score
from tests.domain.drawn import town_months
from tests.domain.town_month import EXAMPLE, SCHEME
from tests.oracle.by_hand import final_score, repair_part, site_part, two_places, upkeep_part

CLERK = Path(__file__).with_name("by_hand.py").read_text(encoding="utf-8")


def text(facts: TownMonth) -> str | None:
    value = score(facts, SCHEME).value
    return None if value is None else str(value)


@settings(max_examples=5 * settings.default.max_examples)
@given(town_months)
def test_both_find_the_same_score(facts: TownMonth) -> None:
    note(json.dumps(facts.plain(), ensure_ascii=False, indent=1))
    assert text(facts) == final_score(facts.plain())


def test_the_clerk_knows_the_worked_example() -> None:
    assert final_score(EXAMPLE.plain()) == "85.06"


def test_the_clerk_knows_its_parts() -> None:
    facts = EXAMPLE.plain()
    parts = (site_part(facts["visits"]), repair_part(facts["points"]), upkeep_part(facts))
    assert [two_places(part) for part in parts] == ["51.68", "25.25", "9.13"]


def test_the_clerk_knows_nothing_of_the_program() -> None:
    imports = [node for node in ast.walk(ast.parse(CLERK)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {getattr(node, "module", None) for node in imports} == {"decimal", "fractions"}


def test_the_clerk_uses_no_floating_numbers() -> None:
    numbers = [node for node in ast.walk(ast.parse(CLERK)) if isinstance(node, ast.Constant)]
    assert not [number for number in numbers if isinstance(number.value, float)]
    assert "float" not in CLERK
