"""Exact numbers (有理数): how a fraction is written, read, shown and, once, rounded."""

from collections.abc import Iterable
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction
from math import lcm

EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero])  # refuses what it would have to round


def written(number: Fraction) -> str:
    """As it is stored, without loss: "-3/8", "2"."""
    return str(number)


def read(text: str) -> Fraction:
    """What `written` wrote; decimals such as "0.5" are read as exactly."""
    return Fraction(text)


def as_text(number: Decimal) -> str:
    """A decimal in its one canonical form: 1.50 is "1.5", 20 is "20"."""
    return f"{EXACT.normalize(number):f}"


def exact_sum(numbers: Iterable[Fraction]) -> Fraction:
    """Like sum(), but reduced once instead of after each number: a score adds up hundreds of lines."""
    ratios = [number.as_integer_ratio() for number in numbers]
    common = lcm(*(below for _, below in ratios))
    return Fraction(sum(above * (common // below) for above, below in ratios), common)


def rounded(number: Fraction, places: int) -> Decimal:
    """Half away from zero (四舍五入), the one rounding of a score."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)


def shown(number: Fraction, places: int = 4) -> str:
    """For a reader: up to so many places, without idle zeros."""
    text = f"{rounded(number, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
