"""``fpo import``: a model as MLIR."""

from __future__ import annotations

import click

from fpo.cli.options import model_options, open_model
from fpo.cli.output import write_output
from fpo.progress import show_status

_EPILOG = """\b
Examples:
  fpo import model.onnx -o model.mlir
  fpo import model.py:make_model --input f32[1,3,224,224] -o model.mlir
"""


@click.command("import", epilog=_EPILOG)
@click.argument("model")
@model_options
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, written whole.")
def import_(model: str, specs: tuple[str, ...], output: str | None) -> None:
    """Write MODEL as MLIR, with the paths of its modules as locations.

    What could not be lowered stays in the program, and is listed on stderr.
    """
    from fpo.importers import import_model

    with show_status(f"importing {model}"):
        made, inputs = open_model(model, specs)
        module = import_model(made, *inputs)
        text = module.text
    for one in module.unsupported:
        times = f", {one.count} times" if one.count > 1 else ""
        click.echo(f"{one.location}: warning: '{one.op}' could not be lowered{times}", err=True)
    write_output(text if text.endswith("\n") else text + "\n", output)
