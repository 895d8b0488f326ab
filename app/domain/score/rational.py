"""Exact numbers (有理数): how a fraction is written, read, shown and, once, rounded."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Context, Decimal, Inexact
from fractions import Fraction

EXACT = Context(prec=60, traps=[Inexact])


def written(number: Fraction) -> str:
    """As it is stored, without loss: "-3/8", "2"."""
    return str(number)


def read(text: str) -> Fraction:
    """What `written` wrote; decimals such as "0.5" are read as exactly."""
    return Fraction(text)


def as_decimal(number: Fraction) -> str:
    """A number that has a finite decimal form, in it: "0.5"; any other raises decimal.Inexact."""
    return f"{EXACT.divide(Decimal(number.numerator), Decimal(number.denominator)).normalize():f}"


def exact_sum(numbers: Iterable[Fraction]) -> Fraction:
    """Like sum(), but with one reduction per denominator instead of one per number."""
    over: dict[int, int] = defaultdict(int)
    for number in numbers:
        over[number.denominator] += number.numerator
    return sum((Fraction(above, below) for below, above in over.items()), Fraction())


def rounded(number: Fraction, places: int) -> Decimal:
    """Half away from zero (四舍五入), the one rounding of a score."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)


def shown(number: Fraction, places: int = 4) -> str:
    """For a reader: up to so many places, without idle zeros."""
    text = f"{rounded(number, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
