"""Tables as data, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from fpo.green.quantity import Interval, Number, Quantity, Unknown


class Kind(Enum):
    """How the cells of a column are written."""

    TEXT = "text"
    #: Three digits and a prefix: 8.24 G.
    SCALED = "scaled"
    #: Four digits, as scores have.
    SCORE = "score"
    #: At most four digits.
    PLAIN = "plain"
    #: All digits.
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT
    #: Of the numbers: "J".
    unit: str = ""
    #: What the column means.
    help: str = ""


Cell = str | Quantity


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns; the first cell of a row names it."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without_empty(self) -> Table:
        """The table without columns that are empty in every row; the first one stays."""
        kept = [0] + [
            place
            for place in range(1, len(self.columns))
            if any(row[place] != "" and not isinstance(row[place], Unknown) for row in self.rows)
        ]
        columns = tuple(self.columns[place] for place in kept)
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return Table(self.name, self.caption, columns, rows)


_PREFIXES = {-15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T"}
_PREFIXES |= {15: "P", 18: "E", 21: "Z", 24: "Y", 27: "R", 30: "Q"}


def scaled(value: Number) -> tuple[str, str]:
    """``value`` to three digits, and the SI prefix of its unit: ``("8.24", "G")``.

    Beyond the prefixes the number has an exponent and no prefix.
    """
    if value == 0:
        return "0", ""
    if isinstance(value, int) and abs(value) < 1000:
        return str(value), ""
    number = Decimal(value) if isinstance(value, int) else float(value)
    mantissa, _, exponent = f"{number:.2e}".partition("e")
    shift = int(exponent) % 3
    power = int(exponent) - shift
    if power not in _PREFIXES:
        return f"{number:.2e}", ""
    return f"{float(mantissa) * 10**shift:.{2 - shift}f}", _PREFIXES[power]


def write_number(value: Number, column: Column) -> str:
    """A number as plain text, with the column's unit if it has a prefix to carry."""
    match column.kind:
        case Kind.SCORE:
            return f"{float(value):#.4g}"
        case Kind.PLAIN:
            return f"{float(value):.4g}"
        case Kind.COUNT:
            return f"{value:,}" if isinstance(value, int) else f"{float(value):,.1f}"
        case _:
            digits, prefix = scaled(value)
            return f"{digits} {prefix}{column.unit}".rstrip()


def write_cell(cell: Cell, column: Column) -> str:
    """A cell as plain text: ``8.24 G``, ``16 mJ to 1.9 J``, ``at least 3 kJ``, ``unknown``."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Unknown):
        return "unknown"
    low = write_number(cell.lo, column)
    if cell.hi is None:
        return f"at least {low}"
    high = write_number(cell.hi, column)
    return low if low == high else f"{low} to {high}"


def write_exact(cell: Cell) -> str:
    """All digits of a cell, or why there are none; empty for text."""
    if isinstance(cell, str):
        return ""
    if isinstance(cell, Unknown):
        return cell.reason
    bounds: Sequence[Number | None] = (cell.lo,) if cell.is_exact else (cell.lo, cell.hi)
    written = [
        "no upper bound"
        if bound is None
        else f"{bound:,}"
        if isinstance(bound, int)
        else f"{float(bound):.6g}"
        for bound in bounds
    ]
    return " to ".join(written)


def sort_key(cell: Cell) -> str:
    """What a page sorts numbers by; empty for what is unknown, which comes last."""
    if isinstance(cell, str):
        return cell
    return repr(float(cell.lo)) if isinstance(cell, Interval) else ""
