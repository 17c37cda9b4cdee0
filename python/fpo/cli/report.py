"""``fpo report``: what a model costs."""

from __future__ import annotations

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
from fpo.html import to_page
from fpo.progress import show_status
from fpo.report import Views

_EPILOG = """\b
Examples:
  fpo report model.mlir --inputs 1
  fpo report model.py:make_model
  fpo report model.py:make_model --input f32[1,3,224,224] --format html -o cost.html
  fpo report model.mlir --bind arg0.0=32 --format json -o cost.json
  fpo report model.mlir --convention all
  fpo report model.mlir --training adamw --steps 5004 --epochs 90 --energy

A function make_model() returns a model, or a model and its example inputs.
"""
_VIEWS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "json": Views.to_json,
    "csv": Views.to_csv,
    "markdown": Views.to_markdown,
    "html": to_page,
}


@click.command(epilog=_EPILOG)
@click.argument("model")
@model_options
@click.option(
    "--convention", type=click.Choice([*CONVENTIONS, "all"]), default="fpo", show_default=True
)
@counting_options
@click.option("--target", help="A machine, for times.")
@click.option("--cores", type=click.IntRange(1), help="Of the target; all by default.")
@click.option("--memory", is_flag=True, help="What is held in memory, and where the peak is.")
@click.option(
    "--training",
    type=click.Choice(["none", "sgd", "momentum", "adam", "adamw"]),
    help="What training with this optimizer costs too.",
)
@click.option("--steps", type=click.IntRange(1), default=1, help="Steps of an epoch.")
@click.option("--epochs", type=click.IntRange(1), default=1, help="Epochs of the training.")
@click.option("--energy", is_flag=True, help="Energy and emissions, between bounds.")
@click.option("--grid", help="The grid, or LO:HI grams of CO2e per kWh.")
@click.option("--strict", is_flag=True, help="Fail if some cost is not known.")
@click.option("--format", "form", type=click.Choice(list(_VIEWS)), default="text")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, written whole.")
def report(
    model: str,
    specs: tuple[str, ...],
    bind: tuple[str, ...],
    form: str,
    output: str | None,
    **options: Any,
) -> None:
    """Report what MODEL costs: MLIR, a model of a framework, or FILE.py:FUNCTION that makes one."""
    given = {name: value for name, value in options.items() if value is not None}
    with show_status(f"counting {model}"):
        made, inputs = open_model(model, specs)
        cost = fpo.analyze(made, *inputs, bind=read_bindings(bind), **given)
    write_output(_VIEWS[form](cost), output)
