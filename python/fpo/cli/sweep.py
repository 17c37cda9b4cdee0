"""``fpo sweep``: many models, sizes and options, on a Ray cluster or here."""

from __future__ import annotations

import json
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import click

from fpo.cli.output import write_output
from fpo.errors import FpoError
from fpo.progress import show_progress

FORMATS = ("csv", "json", "markdown")
_SUFFIXES = {".csv": "csv", ".json": "json", ".md": "markdown"}
_EPILOG = """\b
Examples:
  fpo sweep models/*.mlir -o costs.csv
  fpo sweep bert.mlir --bind arg0.1=64:512:x2 --convention fpo,mac
  fpo sweep --grid grid.toml --local -o costs.json
  fpo sweep --grid grid.toml --address ray-head:6379 -o costs.json
\b
A grid is TOML or YAML:
  models = ["models/*.mlir"]
  [bind]
  "arg0.0" = "1:64:x2"
  [options]
  convention = ["fpo", "mac"]
or CSV, with the columns model, bind.SYMBOL and options.
"""


@click.command(epilog=_EPILOG)
@click.argument("models", nargs=-1)
@click.option("--grid", type=click.Path(dir_okay=False), help="TOML, YAML or CSV: what to sweep.")
@click.option(
    "--bind", multiple=True, metavar="SYMBOL=SIZES", help="1,2,8, FROM:TO:STEP, FROM:TO:xF."
)
@click.option("--convention", default=None, metavar="NAME,...", help="fpo, mac, torch, xla.")
@click.option("--target", default=None, metavar="NAME,...", help="Machines, for times.")
@click.option("--inputs", type=int, help="How many of the last arguments are no parameters.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE,...",
    help="Values of any other option of fpo.analyze, such as training=sgd,adam.",
)
@click.option("--address", help="Of a Ray cluster, or 'auto'; by default one is started here.")
@click.option("--local", is_flag=True, help="In processes of this machine, without Ray.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes, with --local.")
@click.option(
    "--journal",
    type=click.Path(dir_okay=False),
    help="What is finished, to go on with; by default OUTPUT.journal.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="By the output's name, or csv.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, written whole.")
def sweep(
    models: tuple[str, ...],
    grid: str | None,
    bind: tuple[str, ...],
    convention: str | None,
    target: str | None,
    inputs: int | None,
    settings: tuple[str, ...],
    address: str | None,
    local: bool,
    jobs: int | None,
    journal: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """Analyse every one of MODELS with every combination of sizes and options.

    A sweep that was interrupted goes on where it was. A model that can't be analysed is a row with
    its error; then the exit status is 1.
    """
    from fpo import sweep as sweeping
    from fpo.sweep import views

    sizes = {
        symbol: sweeping.parse_sizes(text)
        for symbol, text in (_split(one, "arg0.0=1,2,4") for one in bind)
    }
    options: dict[str, list[Any]] = {
        name: value.split(",")
        for name, value in (("convention", convention), ("target", target))
        if value
    }
    if inputs is not None:
        options["inputs"] = [inputs]
    for name, text in (_split(one, "training=sgd,adam") for one in settings):
        options[name] = [_parse_value(value) for value in text.split(",")]
    tasks = sweeping.make_tasks(models, sizes, options)
    if grid:
        tasks += sweeping.read_grid(grid)
    if not tasks:
        raise click.UsageError("there is nothing to sweep: name models, or a grid by --grid")
    if journal is None and output:
        journal = f"{output}.journal"
    with ExitStack() as stack:
        kept = stack.enter_context(sweeping.Journal(journal) if journal else nullcontext())
        executor: sweeping.Executor = (
            sweeping.ProcessExecutor(jobs)
            if local
            else stack.enter_context(sweeping.RayExecutor(address))
        )
        show = stack.enter_context(show_progress("analysing"))
        rows = sweeping.sweep(
            tasks,
            journal=kept,
            executor=executor,
            on_progress=lambda now: show(now.finished, now.total, f"{now.failed} failed"),
        )
    form = form or _SUFFIXES.get(Path(output).suffix if output else ".csv", "csv")
    write = {"csv": views.to_csv, "json": views.to_json, "markdown": views.to_markdown}[form]
    write_output(write(rows), output)
    if failed := sum(row.error is not None for row in rows):
        raise FpoError.of(f"{failed} of {len(rows)} could not be analysed")


def _split(text: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise FpoError.of(f"'{text}' is not understood; write NAME=VALUES, such as {example}")
    return name, value


def _parse_value(text: str) -> Any:
    """A number, true or false as JSON has them; anything else is a text."""
    try:
        return json.loads(text)
    except ValueError:
        return text
