"""Tables of a report as Markdown (GitHub's)."""

from __future__ import annotations

from fpo.green.citation import statement
from fpo.green.report import GreenReport
from fpo.green.table import Kind, Table, write_cell
from fpo.green.tables import tables_of_paper


def to_markdown(report: GreenReport) -> str:
    """Models, cost and expected scores, with how they were counted and what is not known."""
    parts = [_table(table) for table in tables_of_paper(report)]
    parts.append(statement(report.convention, report.count, report.version))
    if unknown := report.unknown():
        parts.append(
            "Not known:\n\n"
            + "\n".join(
                f"- {_escape(', '.join(models))}: {_escape(what)}" for models, what in unknown
            )
        )
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    header = [_escape(column.title) for column in table.columns]
    rule = [":--" if column.kind is Kind.TEXT else "--:" for column in table.columns]
    rows = [
        [_escape(write_cell(cell, column)) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, rule, *rows)]
    return f"**{_escape(table.caption)}**\n\n" + "\n".join(lines)


def _escape(text: str) -> str:
    for character in "\\`*_|<>[]":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", " ")
