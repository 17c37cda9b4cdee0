"""Numbers as reports state them: exact, between bounds, "at least", or unknown with a reason."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, overload

Number = int | float | Fraction


@dataclass(frozen=True)
class Unknown:
    """A number that is not known. It is never zero: arithmetic with it is unknown too."""

    reason: str

    def __add__(self, other: Quantity) -> Unknown:
        return self

    def __mul__(self, other: Quantity | Number) -> Unknown:
        return self

    __rmul__ = __mul__


@dataclass(frozen=True)
class Interval:
    """A number between ``lo`` and ``hi``, both included; ``hi`` is None for "at least ``lo``".

    Sums and products are exact for integers and fractions. Products are those of numbers that are
    not negative, which costs are.
    """

    lo: Number
    hi: Number | None

    @classmethod
    def exactly(cls, value: Number) -> Interval:
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        return self.lo == self.hi

    def __add__(self, other: Quantity) -> Quantity:
        if isinstance(other, Unknown):
            return other
        hi = None if self.hi is None or other.hi is None else self.hi + other.hi
        return Interval(_whole(self.lo + other.lo), _whole(hi))

    def __mul__(self, other: Quantity | Number) -> Quantity:
        if isinstance(other, Unknown):
            return other
        if not isinstance(other, Interval):
            other = Interval.exactly(other)
        hi = None if self.hi is None or other.hi is None else _times(self.hi, other.hi)
        return Interval(_whole(_times(self.lo, other.lo)), _whole(hi))

    __rmul__ = __mul__

    def middle(self) -> float:
        """Where a point of it is drawn: the bounds' geometric mean, or the lower one."""
        if self.hi is None or self.is_exact:
            return float(self.lo)
        return math.sqrt(float(self.lo) * float(self.hi))


Quantity = Interval | Unknown


def _times(a: Number, b: Number) -> Number:
    if isinstance(a, float) or isinstance(b, float):
        return float(a) * float(b)
    return a * b


@overload
def _whole(value: Number) -> Number: ...
@overload
def _whole(value: None) -> None: ...
def _whole(value: Number | None) -> Number | None:
    """A fraction that is an integer, as one."""
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of ``quantities``; unknown if one is, for the reason of the first such."""
    result: Quantity = Interval.exactly(0)
    for quantity in quantities:
        result = result + quantity
    return result


def parse(value: Any, what: str) -> Quantity:
    """Reads a count, or a pair of bounds, of the schema ``fpo-report/1``.

    ``what`` names it in the reason if it is missing or an expression of symbols that are not bound.
    """
    if value is None:
        return Unknown(f"{what} is not known")
    if isinstance(value, str):
        return Unknown(f"{what} depends on sizes that are not bound: {value}")
    if isinstance(value, int | float):
        return Interval.exactly(value)
    lo, hi = value
    for bound in (lo, hi):
        if isinstance(bound, str):
            return Unknown(f"{what} depends on sizes that are not bound: {bound}")
    return Interval(lo, hi)


def to_json(quantity: Quantity) -> object:
    """As reports write it: a number, ``[lo, hi]``, ``[lo, null]``; ``{"unknown": reason}``."""
    if isinstance(quantity, Unknown):
        return {"unknown": quantity.reason}
    lo, hi = (_plain(bound) for bound in (quantity.lo, quantity.hi))
    return lo if quantity.is_exact else [lo, hi]


def _plain(value: Number | None) -> int | float | None:
    return float(value) if isinstance(value, Fraction) else value
