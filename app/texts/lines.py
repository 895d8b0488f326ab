"""Lines of a score in words (得分明细的说法): the numbers of a line as its sentence needs them, on a page and on paper."""

from fractions import Fraction

from app.domain.score import Line
from app.domain.score.rational import shown
from app.texts import say


def numbers_of(line: Line, unit: str, language: str) -> dict[str, object]:
    """Every number ready to be read; what a line is full marks of, it says by its points."""
    full = shown(abs(Fraction(line.points)))
    said: dict[str, object] = {"unit": f" {unit}" if unit else "", "full": full, **line.params}
    if "kind" in said:
        said["kind"] = f"entry.{said['kind']}"  # a word of the catalogue
    if "factor" in said:
        said["factor"] = _factor(Fraction(str(said["factor"])), language)
    return said


def _factor(factor: Fraction, language: str) -> str:
    if factor == 1:
        return ""
    return say("w.factor.repeat" if factor > 1 else "w.factor.fixed_on_spot", language, n=shown(factor))
