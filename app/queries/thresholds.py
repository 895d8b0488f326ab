"""Thresholds (预警阈值) in force in a county: what it set itself, else the usual ones (默认方案)."""

from dataclasses import asdict
from uuid import UUID

from app.domain.warning import Thresholds
from app.queries.rules import settings

USUAL = {f"warn_{name}": str(value) for name, value in asdict(Thresholds()).items()}


def thresholds_of(county_id: UUID) -> Thresholds:
    said = settings(county_id, USUAL)
    return Thresholds(**{name: int(said[f"warn_{name}"]) for name in asdict(Thresholds())})
