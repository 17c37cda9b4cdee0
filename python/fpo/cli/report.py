"""``fpo report``: what a model costs."""

from __future__ import annotations

import click

import fpo
from fpo.cli.output import write_output

_EPILOG = """\b
Examples:
  fpo report model.mlir --inputs 1
  fpo report model.mlir --bind arg0.0=32 --format json -o cost.json
"""


@click.command(epilog=_EPILOG)
@click.argument("model")
@click.option("--convention", type=click.Choice(["fpo", "mac", "torch", "xla"]), default="fpo")
@click.option("--count", type=click.Choice(["executed", "useful"]), default="executed")
@click.option("--bind", multiple=True, metavar="SYMBOL=N", help="A number for a symbol.")
@click.option("--target", help="A machine, for times.")
@click.option("--inputs", type=int, help="How many of the last arguments are no parameters.")
@click.option("--entry", help="The function that is run.")
@click.option("--rules", multiple=True, help="A file of rules.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, written whole.")
def report(
    model: str,
    convention: str,
    count: str,
    bind: tuple[str, ...],
    target: str | None,
    inputs: int | None,
    entry: str | None,
    rules: tuple[str, ...],
    form: str,
    output: str | None,
) -> None:
    """Report what MODEL costs."""
    bound = {}
    for text in bind:
        symbol, _, size = text.partition("=")
        if not size.isdecimal():
            raise fpo.FpoError.of(f"'{text}' is not understood; write SYMBOL=N, such as arg0.0=32")
        bound[symbol] = int(size)
    cost = fpo.analyze(
        model,
        convention=convention,
        count=count,
        bind=bound,
        target=target,
        inputs=inputs,
        entry=entry,
        rules=rules,
    )
    views = {"text": str, "json": fpo.CostReport.to_json, "csv": fpo.CostReport.to_csv}
    write_output(views.get(form, fpo.CostReport.to_markdown)(cost), output)
