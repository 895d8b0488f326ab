"""The score (长效管理得分): facts.py in, scheme.py the rules, formula.py the one formula, lines.py its account."""

from app.domain.score.facts import (
    EntryFact,
    FindingFact,
    PointFact,
    SigningFact,
    TownMonth,
    VisitFact,
    facts_hash,
)
from app.domain.score.formula import FORMULA, Score, score
from app.domain.score.lines import Code, Line, total
from app.domain.score.scheme import Scheme, read_scheme

__all__ = [
    "FORMULA",
    "Code",
    "EntryFact",
    "FindingFact",
    "Line",
    "PointFact",
    "Scheme",
    "Score",
    "SigningFact",
    "TownMonth",
    "VisitFact",
    "facts_hash",
    "read_scheme",
    "score",
    "total",
]
