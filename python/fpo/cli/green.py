"""``fpo green``: what "Green AI" asks papers to publish of a result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

import fpo
from fpo.cli.options import read_bindings
from fpo.cli.output import write_output
from fpo.cli.saved import is_saved, read_reports

FORMATS = ("html", "latex", "markdown", "json")
_SUFFIXES = {".html": "html", ".tex": "latex", ".md": "markdown", ".json": "json"}
_EPILOG = """\b
Examples:
  fpo green resnet18.mlir vit=vit_b_16.mlir -o report.html
  fpo green mlp.mlir cnn.mlir --results results.csv --training sgd -o report.html
  fpo green cost.json --results results.csv --format latex
"""


@click.command(epilog=_EPILOG)
@click.argument("models", nargs=-1, required=True, metavar="[NAME=]MODEL...")
@click.option(
    "--results", type=click.Path(dir_okay=False), help="CSV of experiments: model, score, ..."
)
@click.option("--metric", default="score", show_default=True, help="What the scores are.")
@click.option("--lower-is-better", is_flag=True, help="Of a loss or an error.")
@click.option(
    "--training",
    type=click.Choice(["none", "sgd", "momentum", "adam", "adamw"]),
    help="The optimizer of the experiments; without, E is a forward pass.",
)
@click.option(
    "--batch",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Examples that one run of the models' programs processes.",
)
@click.option("--target", help="The machine, for times and power.")
@click.option("--grid", help="The grid, or LO:HI grams of CO2e per kWh.")
@click.option("--bind", multiple=True, metavar="SYMBOL=N", help="A number for a symbol.")
@click.option("--convention", type=click.Choice(["fpo", "mac", "torch", "xla"]), default="fpo")
@click.option(
    "--inputs", type=int, help="How many of the entry's last arguments are no parameters."
)
@click.option("--title", default="What these results cost", help="Of the page.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="By the output's name, or markdown."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, written whole.")
def green(
    models: tuple[str, ...],
    results: str | None,
    metric: str,
    lower_is_better: bool,
    batch: int,
    title: str,
    form: str | None,
    output: str | None,
    **options: Any,
) -> None:
    """Report what results cost: operations, energy, carbon, E x D x H, and the score they buy.

    MODEL is anything that ``fpo report`` reads, or a JSON report of it, or of ``fpo sweep``.
    """
    from fpo import green

    costs = [
        green.ModelCost(name, report, batch)
        for model in models
        for name, report in _read_model(model, options)
    ]
    report = green.create_report(
        costs,
        green.read_results(results) if results else None,
        metric=green.Metric(metric, lower_is_better),
        version=fpo.__version__,
        title=title,
    )
    form = form or _SUFFIXES.get(Path(output).suffix if output else ".md", "markdown")
    text = {
        "html": green.to_html,
        "latex": green.to_latex,
        "markdown": green.to_markdown,
        "json": lambda one: json.dumps(one.to_dict(), indent=1) + "\n",
    }[form](report)
    write_output(text, output)


def _read_model(text: str, options: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names and reports of what one argument names."""
    name, source = "", text
    if not Path(text).exists():
        name, equals, source = text.partition("=")
        if not equals:
            name, source = "", text
    if not is_saved(source):
        yield name or Path(source.partition(":")[0]).stem, _analyze(source, options)
        return
    reports = read_reports(source)
    for own, report in reports:
        yield name if name and len(reports) == 1 else own, report.to_dict()


def _analyze(source: str, options: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in options.items() if value is not None}
    given["bind"] = read_bindings(options["bind"])
    # Energy is that of ADD and MUL.
    given["energy"] = options["convention"] == "fpo"
    return fpo.analyze(source, **given).to_dict()
