"""``fpo train``: what training a model costs."""

from __future__ import annotations

import io
from typing import Any

import click

import fpo
from fpo.cli.options import CONVENTIONS, model_options, open_model
from fpo.errors import FpoError
from fpo.progress import show_status
from fpo.report import CostReport, Count

_EPILOG = """\b
Examples:
  fpo train model.py:make_model --optimizer adamw --steps 5004 --epochs 90
  fpo train model.py:make_model --input f32[32,3,224,224] --input i64[32]
  fpo train model.py:make_model --optimizer model.py:make_optimizer
  fpo train model.py:make_model --batch 256 --autograd
  fpo train model.py:make_model --checkpoint layers

A function make_model() returns a module of PyTorch, or one and its example inputs, the last of
which is the target of the loss. The batch is that of the inputs, or that of --batch. A function
make_optimizer(parameters) returns an optimizer; it may be a class.
"""


@click.command(epilog=_EPILOG)
@click.argument("model")
@model_options
@click.option("--loss", default="cross_entropy", show_default=True, help='A loss, or "sum".')
@click.option(
    "--optimizer",
    default="adam",
    show_default=True,
    metavar="NAME",
    help='One of torch.optim, "momentum", FILE.py:FUNCTION, or "none".',
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
    help="Also what PyTorch's autograd executes, module by module, and its peak of memory.",
)
@click.option(
    "--checkpoint",
    multiple=True,
    metavar="PATH",
    help="--autograd, also with the activations of this module computed again; of a list, those of "
    'each child; "auto": of all outermost lists. May be given several times.',
)
@click.option(
    "--depth", type=click.IntRange(0), default=2, show_default=True, help="Of the modules shown."
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
    checkpoint: tuple[str, ...],
    depth: int,
) -> None:
    """What a step, an epoch and a run of training MODEL cost."""
    from fpo.training import find_blocks, joint_graph, loss_program, optimizer_program

    with show_status(f"importing {model}"):
        made, inputs = open_model(model, specs)
        if batch is not None:
            inputs = tuple(_with_batch(each, batch) for each in inputs)
        program = loss_program(made, *inputs, loss=loss)
        if checkpoint:
            find_blocks(made, checkpoint)
        derived = fpo.analyze(program, convention=convention, training="none").to_dict()["training"]
    reports = []
    if optimizer != "none":
        with show_status(f"tracing {optimizer}"):
            update = optimizer_program(made, _open_optimizer(optimizer))
            reports.append(fpo.analyze(update, convention=convention))
    forward, backward = (_count(derived[name]["fpo"]) for name in ("forward", "backward"))
    updated = reports[0].totals.fpo if reports else 0
    step = _sum(forward, backward, updated)
    click.echo(f"{optimizer}, {derived['trained_params']:,} parameters, convention {convention}")
    _show("forward", forward)
    _show("backward", backward)
    _show("optimizer", updated)
    _show("step", step)
    _show("epoch", _times(step, steps), f"{steps:,} steps")
    _show("run", _times(step, steps * epochs), f"{epochs:,} epochs")
    for one in derived["unknown"]:
        click.echo(f"  unknown: {one['op']} at {one['loc']}: {one['reason']}")
    _show_unknown(*reports)
    for blocks in [(), checkpoint] if checkpoint else [()] if autograd else []:
        with show_status("tracing autograd"):
            joint = joint_graph(made, *inputs, loss=loss, checkpoint=blocks)
            executed = fpo.analyze(joint, convention=convention)
        said = f", with checkpoints of {', '.join(blocks)}" if blocks else ""
        click.echo(f"\nexecuted by autograd{said}")
        _show("step", _sum(executed.totals.fpo, updated))
        _show("peak", executed.totals.peak, "bytes")
        _show_unknown(executed)
        _show_tree([executed, *reports], depth)


def _open_optimizer(text: str) -> Any:
    from fpo.importers.factory import is_factory, load_function

    return load_function(text) if is_factory(text) else text


def _with_batch(example: Any, batch: int) -> Any:
    """An example input of so many times its first item, which a target needs as a right class."""
    if not getattr(example, "shape", ()) or not example.shape[0]:
        raise FpoError.of("--batch wants inputs that are tensors with a first item")
    return example[:1].expand(batch, *example.shape[1:]).clone()


def _count(value: Any) -> Count:
    return tuple(value) if isinstance(value, list) else value


def _bounds(count: Count) -> tuple[int, int | None]:
    """The bounds of a count; one that depends on sizes is at least nothing."""
    if isinstance(count, tuple):
        return _bounds(count[0])[0], None if count[1] is None else _bounds(count[1])[1]
    return (count, count) if isinstance(count, int) else (0, None)


def _sum(*counts: Count) -> Count:
    lows, highs = zip(*map(_bounds, counts), strict=True)
    low, high = sum(lows), None if None in highs else sum(filter(None, highs))
    return low if low == high else (low, high)


def _times(count: Count, times: int) -> Count:
    low, high = _bounds(count)
    return low * times if low == high else (low * times, None if high is None else high * times)


def _text(count: Count) -> str:
    low, high = _bounds(count)
    if low == high:
        return f"{low:,}"
    return f"at least {low:,}" if high is None else f"{low:,} to {high:,}"


def _show(name: str, count: Count, note: str = "") -> None:
    click.echo(f"  {name:<10}{_text(count):>28}  {note}".rstrip())


def _show_unknown(*reports: CostReport) -> None:
    for report in reports:
        for one in report.unknown:
            click.echo(f"  unknown: {one.op} at {one.location}: {one.reason}")


def _show_tree(reports: list[CostReport], depth: int) -> None:
    """What each module costs in each phase that there is."""
    from rich.console import Console
    from rich.table import Table

    from fpo.training import phase_tree

    root = phase_tree(reports)
    phases = [phase for phase, count in root.fpo.items() if count]
    table = Table(box=None, pad_edge=False)
    table.add_column("module", no_wrap=True)
    for phase in [*phases, "total"]:
        table.add_column(phase.strip("()"), justify="right", no_wrap=True)
    for level, node in root.walk():
        if level <= depth:
            more = "" if node.is_exact else "+"
            numbers = [*(node.fpo[phase] for phase in phases), node.total]
            name = "  " * level + (node.name or ".")
            table.add_row(
                name, *(f"{number:,}" for number in numbers[:-1]), f"{node.total:,}{more}"
            )
    console = Console(file=io.StringIO(), width=10000, markup=False, emoji=False)
    console.print(table)
    for line in console.file.getvalue().splitlines():
        click.echo(f"  {line.rstrip()}")
