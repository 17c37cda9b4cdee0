"""``fpo compare``: models beside each other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import click

import fpo
from fpo.cli.options import (
    CONVENTIONS,
    counting_options,
    model_options,
    open_model,
    read_bindings,
)
from fpo.cli.output import write_output
from fpo.cli.saved import is_saved, read_reports
from fpo.progress import show_progress
from fpo.report import Count

_EPILOG = """\b
Examples:
  fpo compare resnet18.mlir resnet50.mlir --inputs 1
  fpo compare a.mlir b.mlir --convention fpo --convention mac --convention torch
  fpo compare before.json after.json --format markdown
"""
_QUANTITIES = {"MAC": "mac", "params": "params", "read": "read", "write": "write", "peak": "peak"}


def _text(count: Count) -> str:
    if isinstance(count, tuple):
        low, high = count
        return f">= {_text(low)}" if high is None else f"{_text(low)}..{_text(high)}"
    return "?" if count is None else f"{count:,}" if isinstance(count, int) else count


def _as_json(names: list[str], rows: list[list[Any]]) -> str:
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2) + "\n"


def _as_csv(names: list[str], rows: list[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_text(each).replace(",", "") for each in row] for row in rows])
    return out.getvalue()


def _as_markdown(names: list[str], rows: list[list[Any]]) -> str:
    lines = [names, ["---", *["---:"] * (len(names) - 1)]]
    lines += [[_text(each).replace("|", "\\|") for each in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _as_text(names: list[str], rows: list[list[Any]]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(_text, row))
    console = Console(file=io.StringIO(), width=10000, markup=False, emoji=False)
    console.print(table)
    lines = console.file.getvalue().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


_FORMATS: dict[str, Callable[[list[str], list[list[Any]]], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "csv": _as_csv,
    "json": _as_json,
}


def _reports(
    model: str, specs: tuple[str, ...], conventions: tuple[str, ...], options: dict[str, Any]
) -> list[tuple[str, list[fpo.CostReport]]]:
    """What an argument names: of each model its name, and a report for each convention."""
    if not is_saved(model):
        made, inputs = open_model(model, specs)
        counted = [fpo.analyze(made, *inputs, convention=one, **options) for one in conventions]
        return [(model, counted)]
    saved = read_reports(model)
    for _, report in saved:
        if strange := next((one for one in conventions if one != report.convention), None):
            reason = f"a report is of the convention {report.convention}, not {strange}"
            raise fpo.FpoError.of(reason, model)
    if len(saved) == 1:
        return [(model, [saved[0][1]] * len(conventions))]
    return [(name, [report] * len(conventions)) for name, report in saved]


@click.command(epilog=_EPILOG)
@click.argument("models", nargs=-1, required=True, metavar="MODEL...")
@model_options
@click.option(
    "--convention",
    "conventions",
    multiple=True,
    type=click.Choice(CONVENTIONS),
    default=("fpo",),
    show_default=True,
    help="A column of totals; may be given several times.",
)
@counting_options
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, written whole.")
def compare(
    models: tuple[str, ...],
    specs: tuple[str, ...],
    conventions: tuple[str, ...],
    bind: tuple[str, ...],
    form: str,
    output: str | None,
    **options: Any,
) -> None:
    """Print what MODELs cost, a line for each: what `fpo report` takes, or JSON reports of it, or
    of `fpo sweep`.
    """
    options["bind"] = read_bindings(bind)
    rows = []
    with show_progress("counting") as show:
        for done, model in enumerate(models):
            show(done, len(models), model)
            for name, reports in _reports(model, specs, conventions, options):
                totals = reports[0].totals
                rows.append(
                    [name, *(report.totals.fpo for report in reports)]
                    + [getattr(totals, quantity) for quantity in _QUANTITIES.values()]
                    + [len(reports[0].unknown)]
                )
    names = ["model", *(name.upper() if name == "fpo" else name for name in conventions)]
    write_output(_FORMATS[form]([*names, *_QUANTITIES, "unknown"], rows), output)
