"""Tables of a report as LaTeX, for a paper with the packages booktabs and siunitx."""

from __future__ import annotations

from decimal import Decimal

from fpo.green.citation import BIBTEX, statement
from fpo.green.quantity import Interval, Number, Unknown
from fpo.green.report import GreenReport
from fpo.green.table import Cell, Column, Kind, Table
from fpo.green.tables import tables_of_paper

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "\n": " ",
}


def to_latex(report: GreenReport) -> str:
    """The tables, each with a caption that says how it was counted, and BibTeX as a comment."""
    how = escape(statement(report.convention, report.count, report.version))
    cited = how.replace("(Schwartz et al. 2020)", r"\cite{schwartz2020green}")
    lines = ["% Needs \\usepackage{booktabs} and \\usepackage{siunitx}."]
    lines += [
        f"% Not known of {escape(', '.join(models))}: {escape(what)}"
        for models, what in report.unknown()
    ]
    for table in tables_of_paper(report):
        lines += ["", *_table(table, cited)]
    lines += ["", *(f"% {line}" for line in BIBTEX.splitlines())]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """``text`` so that LaTeX sets it as it stands, without what would be a command."""
    kept = (one if one.isprintable() or one == "\n" else " " for one in text)
    return "".join(_ESCAPES.get(one, one) for one in kept)


def _table(table: Table, how: str) -> list[str]:
    alignment = "".join("l" if one.kind is Kind.TEXT else "r" for one in table.columns)
    powers = [_power(table, place) for place in range(len(table.columns))]
    titles = " & ".join(escape(column.title) for column in table.columns)
    units = " & ".join(map(_unit, table.columns, powers))
    caption = escape(table.caption).replace(
        "Cost(R) = E x D x H", r"$\mathrm{Cost}(R) = E \cdot D \cdot H$"
    )
    method = (
        r" Estimated as by \cite{dodge2019show,tang2020showing}."
        if table.name == "expected"
        else ""
    )
    return [
        r"\begin{table}",
        r"  \centering",
        r"  \small\sisetup{range-phrase=--}",
        rf"  \caption{{{caption}.{method} {how}}}",
        rf"  \label{{tab:fpo-{table.name}}}",
        rf"  \begin{{tabular}}{{{alignment}}}",
        r"    \toprule",
        rf"    {titles} \\",
        *([rf"    {units} \\"] if units.strip(" &") else []),
        r"    \midrule",
        *(
            "    " + " & ".join(map(_cell, row, table.columns, powers)) + r" \\"
            for row in table.rows
        ),
        r"    \bottomrule",
        r"  \end{tabular}",
        r"\end{table}",
    ]


#: SI prefixes that siunitx has, by their powers of ten.
_PREFIXES = {-15: r"\femto", -12: r"\pico", -9: r"\nano", -6: r"\micro", -3: r"\milli", 0: ""}
_PREFIXES |= {3: r"\kilo", 6: r"\mega", 9: r"\giga", 12: r"\tera", 15: r"\peta", 18: r"\exa"}
_UNITS = {"s": r"\second", "J": r"\joule", "Wh": r"\watt\hour", "g CO₂e": r"\gram"}


def _power(table: Table, place: int) -> int:
    """The power of ten, a multiple of three, that the column's numbers are written in."""
    if table.columns[place].kind is not Kind.SCALED:
        return 0
    cells = (row[place] for row in table.rows)
    lows = [_decimal(cell.lo) for cell in cells if isinstance(cell, Interval) and cell.lo]
    power = 3 * (max((low.adjusted() for low in lows), default=0) // 3)
    return min(max(power, min(_PREFIXES)), max(_PREFIXES))


def _decimal(value: Number) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(float(value))


def _unit(column: Column, power: int) -> str:
    if column.unit:
        emitted = r" CO\textsubscript{2}e" if column.unit == "g CO₂e" else ""
        return rf"\si{{{_PREFIXES[power]}{_UNITS[column.unit]}}}{emitted}"
    return rf"\num{{e{power}}}" if power else ""


def _cell(cell: Cell, column: Column, power: int) -> str:
    if isinstance(cell, str):
        return escape(cell)
    if isinstance(cell, Unknown):
        return "unknown"
    low = _number(cell.lo, column, power)
    if cell.hi is None:
        return rf"$\geq$ \num{{{low}}}"
    high = _number(cell.hi, column, power)
    return rf"\num{{{low}}}" if low == high else rf"\numrange{{{low}}}{{{high}}}"


def _number(value: Number, column: Column, power: int) -> str:
    if column.kind is Kind.SCORE:
        return f"{float(value):#.4g}"
    if isinstance(value, int) and not power:
        return str(value)
    number = _decimal(value)
    digits = max(0, 2 - (number.adjusted() - power)) if number else 0
    return f"{number.scaleb(-power):.{digits}f}"
