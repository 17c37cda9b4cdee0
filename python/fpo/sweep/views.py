"""Rows of a sweep as CSV, Markdown and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import fpo
from fpo.sweep.driver import Row

#: The quantities that have a column.
QUANTITIES = ("fpo", "mac", "iop", "read", "write", "fused", "peak", "params", "param_bytes")


def to_json(rows: Sequence[Row]) -> str:
    """The schema ``fpo-sweep/1``: ``rows``, each with ``model``, ``options``, and ``report`` (the
    schema ``fpo-report/1``) or ``error``."""
    stated = {
        "schema": "fpo-sweep/1",
        "fpo_version": fpo.__version__,
        "rows": [
            {"name": row.task.name, "model": row.task.model, "options": dict(row.task.options)}
            | ({"report": row.report} if row.report else {"error": row.error})
            for row in rows
        ],
    }
    return json.dumps(stated, indent=1) + "\n"


def to_csv(rows: Sequence[Row]) -> str:
    """A line for each row: the model, its options, status, quantities, and the error if any.

    A count that is no number is written as in the report: an interval as ``lo..hi`` (nothing
    after the dots if there is no upper bound), an expression as it is.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_header(rows))
    writer.writerows(_cells(row, rows) for row in rows)
    return text.getvalue()


def to_markdown(rows: Sequence[Row]) -> str:
    """The same as a table, without columns that are empty."""
    table = [_header(rows), *(_cells(row, rows) for row in rows)]
    kept = [place for place, _ in enumerate(table[0]) if any(line[place] for line in table[1:])]
    lines = ["| " + " | ".join(_escape(line[place]) for place in kept) + " |" for line in table]
    lines.insert(1, "|" + " --- |" * len(kept))
    return "\n".join(lines) + "\n"


def _options(rows: Sequence[Row]) -> list[str]:
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(_flat(row)))
    return list(names)


def _flat(row: Row) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.task.options.items():
        if name == "bind":
            flat |= {f"bind.{symbol}": size for symbol, size in value.items()}
        else:
            flat[name] = value
    return flat


def _header(rows: Sequence[Row]) -> list[str]:
    return ["model", *_options(rows), "status", *QUANTITIES, "error"]


def _cells(row: Row, rows: Sequence[Row]) -> list[str]:
    options = _flat(row)
    totals = row.report["totals"] if row.report else {}
    return [
        row.task.model,
        *(str(options.get(name, "")) for name in _options(rows)),
        row.report["status"] if row.report else "error",
        *(_count(totals.get(name)) for name in QUANTITIES),
        row.error or "",
    ]


def _count(value: Any) -> str:
    if isinstance(value, list):
        return "..".join("" if bound is None else str(bound) for bound in value)
    return "" if value is None else str(value)


def _escape(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())
