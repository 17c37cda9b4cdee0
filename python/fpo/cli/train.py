"""``fpo train``: what training a model costs."""

from __future__ import annotations

from typing import Any

import click

import fpo
from fpo.cli.options import CONVENTIONS, model_options, open_model
from fpo.cli.output import show_status
from fpo.errors import FpoError

_EPILOG = """\b
Examples:
  fpo train model.py:make_model --optimizer adamw --steps 5004 --epochs 90
  fpo train model.py:make_model --input f32[32,3,224,224] --input i64[32]
  fpo train model.py:make_model --batch 256 --autograd

A function make_model() returns a module of PyTorch, or one and its example inputs, the last of
which is the target of the loss. The batch is that of the inputs, or that of --batch.
"""


@click.command(epilog=_EPILOG)
@click.argument("model")
@model_options
@click.option("--loss", default="cross_entropy", show_default=True, help='A loss, or "sum".')
@click.option(
    "--optimizer",
    type=click.Choice(["none", "sgd", "momentum", "adam", "adamw"]),
    default="adam",
    show_default=True,
)
@click.option(
    "--batch",
    type=click.IntRange(1),
    metavar="N",
    help="The first size of every input, in place of the examples'.",
)
@click.option("--steps", type=click.IntRange(1), default=1, help="Steps of an epoch.")
@click.option("--epochs", type=click.IntRange(1), default=1, help="Epochs of the training.")
@click.option("--convention", type=click.Choice(CONVENTIONS), default="fpo", show_default=True)
@click.option(
    "--autograd",
    is_flag=True,
    help="Also what PyTorch's autograd executes, checkpoints included, and its peak of memory.",
)
def train(
    model: str,
    specs: tuple[str, ...],
    loss: str,
    optimizer: str,
    batch: int | None,
    steps: int,
    epochs: int,
    convention: str,
    autograd: bool,
) -> None:
    """What a step, an epoch and a run of training MODEL cost."""
    from fpo.training import joint_graph, loss_program

    with show_status(f"importing {model}"):
        made, inputs = open_model(model, specs)
        if batch is not None:
            inputs = tuple(_with_batch(each, batch) for each in inputs)
        program = loss_program(made, *inputs, loss=loss)
        report = fpo.analyze(
            program, convention=convention, training=optimizer, steps=steps, epochs=epochs
        )
    training = report.to_dict()["training"]
    click.echo(f"{optimizer}, {training['trained_params']:,} parameters, convention {convention}")
    for name in ("forward", "backward", "optimizer", "step"):
        _show(name, training[name]["fpo"])
    _show("epoch", _times(training["step"]["fpo"], steps), f"{steps:,} steps")
    _show("run", training["total"]["fpo"], f"{epochs:,} epochs")
    for one in training["unknown"]:
        click.echo(f"  unknown: {one['op']} at {one['loc']}: {one['reason']}")
    if autograd:
        with show_status("tracing autograd"):
            joint = fpo.analyze(joint_graph(made, *inputs, loss=loss), convention=convention)
        click.echo("executed by autograd, without the optimizer")
        _show("step", joint.totals.fpo)
        _show("peak", joint.totals.peak, "bytes")
        for unknown in joint.unknown:
            click.echo(f"  unknown: {unknown.op} at {unknown.location}: {unknown.reason}")


def _with_batch(example: Any, batch: int) -> Any:
    """An example input of so many times its first item, which a target needs as a right class."""
    if not getattr(example, "shape", ()) or not example.shape[0]:
        raise FpoError.of("--batch wants inputs that are tensors with a first item")
    return example[:1].expand(batch, *example.shape[1:]).clone()


def _times(count: Any, steps: int) -> Any:
    if isinstance(count, (list, tuple)):
        return [None if each is None else each * steps for each in count]
    return count * steps if isinstance(count, int) else f"{steps}*({count})"


def _show(name: str, count: Any, note: str = "") -> None:
    if isinstance(count, (list, tuple)):
        low, high = count
        text = f"at least {low:,}" if high is None else f"{low:,} to {high:,}"
    else:
        text = f"{count:,}" if isinstance(count, int) else str(count)
    click.echo(f"  {name:<10}{text:>28}  {note}".rstrip())
