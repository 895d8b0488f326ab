"""One score explained (得分为什么): part, visit, dimension, line, built from the stored lines and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flask import url_for

from app.domain.pack import PackOf
from app.domain.score import Code, Line, Scheme, read_scheme, total
from app.domain.score.rational import read, shown
from app.models import Region, Score
from app.models import Scheme as SchemeRow
from app.pages.packs import asking
from app.pages.parts import Chip
from app.pages.score_lines import MINUS, LineRow, Saying, Sources, month_text
from app.pages.score_visits import VisitPart, visits_of
from app.pages.self_checks import CheckRow, rows_of
from app.queries.by_id import one
from app.queries.score_pages import account_of

PARTS = ("site", "repair", "upkeep", "bonus", "penalty")
SIGNS = {"site": "", "penalty": MINUS}
SHORT = 12  # letters of the facts' hash that are shown


@dataclass(frozen=True)
class Part:
    part: str
    sign: str
    value: str
    most: str | None
    how: Saying | None
    visits: list[VisitPart]
    lines: list[LineRow]


@dataclass(frozen=True)
class Computed:
    computed_at: datetime
    value: str | None


@dataclass(frozen=True)
class ScorePage:
    town: str
    month: date
    value: str | None
    band: str | None
    rank: int | None
    ranked: int
    chip: Chip | None
    scheme: str
    computed_at: datetime
    list_url: str
    line_count: int
    facts_hash: str
    code_version: str
    versions: list[Computed]
    parts: list[Part]
    total_lines: list[LineRow]
    self_checks: list[CheckRow]
    packing: dict[str, str]


def page_of(town: Region, versions: Sequence[Score], rank: tuple[int | None, int]) -> ScorePage:
    """The newest computation, with the older ones named beside it."""
    score = versions[0]
    lines, scheme = account_of(score), one(SchemeRow, score.scheme_id)
    sources = Sources(score, lines)
    return ScorePage(
        town=town.name,
        month=score.month,
        value=_value(score),
        band=score.band,
        rank=rank[0],
        ranked=rank[1],
        chip=Chip("fact.provisional"),
        scheme=scheme.label,
        computed_at=score.computed_at,
        list_url=url_for("scores.index", month=month_text(score.month)),
        line_count=len(lines),
        facts_hash=score.facts_hash[:SHORT],
        code_version=score.code_version,
        versions=[Computed(it.computed_at, _value(it)) for it in versions],
        parts=_parts(score, lines, read_scheme(scheme.rules), sources),
        total_lines=sources.rows(line for line in lines if line.code.part == "total"),
        self_checks=rows_of(score),
        packing=asking(PackOf.MONTH, town.id, month_text(score.month)),
    )


def _value(score: Score) -> str | None:
    return None if score.value is None else str(score.value)


def _parts(score: Score, lines: Sequence[Line], scheme: Scheme, sources: Sources) -> list[Part]:
    """A month nobody visited has only what kept its visits from counting."""
    named = PARTS if score.value is not None else ("site",)
    return [_part(name, score, [line for line in lines if line.code.part == name], scheme, sources) for name in named]


def _part(name: str, score: Score, lines: Sequence[Line], scheme: Scheme, sources: Sources) -> Part:
    amount = total(lines)
    own = [line for line in lines if line.visit_id is None]
    return Part(
        part=name,
        sign=SIGNS.get(name, "+"),
        value=shown(-amount if name == "penalty" else amount),
        most=shown(_most(name, scheme)),
        how=_how(name, score, lines, scheme),
        visits=visits_of(score, lines, sources) if name == "site" else [],
        lines=sources.rows(own),
    )


def _most(name: str, scheme: Scheme) -> Fraction:
    upkeep = sum(scheme.upkeep.entries.values()) + scheme.upkeep.self_checks + scheme.upkeep.signing
    most: dict[str, Fraction | Decimal] = {
        "site": scheme.site.full,
        "repair": scheme.repair.full,
        "upkeep": upkeep,
        "bonus": scheme.bonus.most,
        "penalty": scheme.penalty.most,
    }
    return Fraction(most[name])


def _how(name: str, score: Score, lines: Sequence[Line], scheme: Scheme) -> Saying | None:
    """How the part comes about, with the figures stored beside the lines."""
    if name == "repair":
        due = next((line.params["due"] for line in lines if line.code is Code.REPAIR), "0")
        return Saying("repair", {"due": due})
    if name == "upkeep":
        return Saying("upkeep", {})
    return _how_site(score, scheme) if name == "site" else None


def _how_site(score: Score, scheme: Scheme) -> Saying | None:
    means = {
        kind: shown(read(score.figures[key])) for kind in scheme.site.kinds if (key := f"mean.{kind}") in score.figures
    }
    full, weights = shown(scheme.site.full), scheme.site.kinds
    if len(means) > 1:
        wu, wa = (shown(weights[kind]) for kind in ("unannounced", "announced"))
        return Saying(
            "site.both", {"full": full, "wu": wu, "u": means["unannounced"], "wa": wa, "a": means["announced"]}
        )
    return next(
        (Saying("site.one", {"full": full, "kind": f"kind.{kind}", "mean": mean}) for kind, mean in means.items()), None
    )
