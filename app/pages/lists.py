"""Lists (列表): filters that live in the address, and pages that go on after the last row seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from marshmallow import Schema, ValidationError

from app.domain.problems import Problem
from app.pages.parts import Choice, t

DAYS = ("from", "to")
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    key: str
    value: str
    active: bool
    choices: list[Choice]


@dataclass(frozen=True)
class FilterBar:
    filters: list[Filter]
    clear_url: str | None


@dataclass(frozen=True)
class Pager:
    shown: int
    first_url: str | None
    next_url: str | None


def wanted(schema: Schema) -> dict[str, Any]:
    """The filters of the address; one we don't know is refused, never passed over."""
    try:
        filters: dict[str, Any] = schema.load(request.args.to_dict())
    except ValidationError as error:
        name = next(iter(error.messages))
        raise Problem("filter_unknown", pointer=f"/{name}", name=name) from error
    return filters


def filter_bar(endpoint: str, offered: Sequence[tuple[str, Options]]) -> FilterBar:
    """Filters live in the address. One with a single choice is no choice and is left out."""
    chosen = _chosen()
    bar = [_filter(endpoint, key, options, chosen) for key, options in offered if len(options) > 1 or key in chosen]
    if days := {name: chosen[name] for name in DAYS if name in chosen}:
        bar.append(_period(endpoint, days, chosen))
    return FilterBar(bar, url_for(endpoint) if chosen else None)


def _filter(endpoint: str, key: str, options: Options, chosen: dict[str, Any]) -> Filter:
    others = {name: value for name, value in chosen.items() if name != key}
    now = chosen.get(key)
    every = Choice(t("d.filter.all"), url_for(endpoint, **others), now is None)
    choices = [Choice(word, url_for(endpoint, **{**others, key: value}), value == now) for value, word in options]
    said = next((choice.word for choice in choices if choice.current), every.word)
    return Filter(key, said, now is not None, [every, *choices])


def _period(endpoint: str, days: dict[str, str], chosen: dict[str, Any]) -> Filter:
    """What a bulletin's number has led to; it can be left, and is chosen nowhere else."""
    others = {name: value for name, value in chosen.items() if name not in days}
    said = t("d.filter.days", first=days.get("from", ""), last=days.get("to", ""))
    choices = [Choice(t("d.filter.all"), url_for(endpoint, **others)), Choice(said, url_for(endpoint, **chosen), True)]
    return Filter("period", said, True, choices)


def pager(endpoint: str, ids: Sequence[object], more: bool) -> Pager:
    """Pages go on after the last row seen."""
    chosen = _chosen()
    following = url_for(endpoint, **chosen, after=str(ids[-1])) if more else None
    return Pager(len(ids), url_for(endpoint, **chosen) if "after" in request.args else None, following)


def _chosen() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name != "after"}
