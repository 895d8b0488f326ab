"""Texts (文案): every sentence a person reads, one flat catalogue per language, shared with the phone."""

import json
from functools import cache
from pathlib import Path

from app.domain.problems import Problem

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


@cache
def catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((HERE / f"{language}.json").read_text(encoding="utf-8"))
    return texts


def say(key: str, language: str = "zh", **params: object) -> str:
    """The sentence of that key with its parameters. A missing key is a defect and stops (a test walks all keys)."""
    noun = params.get("noun", "")
    return catalogue(language)[key].format(**{name: worded(value, language, noun) for name, value in params.items()})


def worded(value: object, language: str = "zh", noun: object = "") -> str:
    """A parameter as people read it: a state or an action of that noun, a word of the catalogue, else itself."""
    words = catalogue(language)
    names = (f"w.{noun}.{value}", f"w.act.{noun}.{value}", f"w.{value}") if noun else (f"w.{value}",)
    return next((words[name] for name in names if name in words), str(value))


def sentence(problem: Problem, language: str = "zh") -> str:
    """What went wrong and what to do, the same for a grey button, a form and a machine."""
    return say(f"p.{problem.code}", language, **problem.params)
