"""``fpo tune``: the fastest schedules of a program's kernels, as measured here or on a cluster."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from fpo.errors import FpoError
from fpo.progress import show_progress

_EPILOG = """\b
Examples:
  fpo tune model.mlir --inputs 1 --local
  fpo tune model.mlir --inputs 1 --trials 64 --address ray-head:6379 -o model.so
\b
Nodes of a cluster need the resource that measurements take, one at a time:
  ray start --address=ray-head:6379 --resources='{"fpo_measurement": 1}'
"""


@click.command(epilog=_EPILOG)
@click.argument("model")
@click.option(
    "--trials",
    type=click.IntRange(1),
    default=16,
    show_default=True,
    help="Schedules of each kernel.",
)
@click.option(
    "--database",
    type=click.Path(dir_okay=False),
    help="What is known; by default that of --tuning-db.",
)
@click.option("--target", help="The machine that ranks schedules; by default as measured.")
@click.option(
    "--inputs", type=int, help="How many of the entry's last arguments are no parameters."
)
@click.option("--winograd", is_flag=True, help="Let convolutions be computed by Winograd's method.")
@click.option("--address", help="Of a Ray cluster, or 'auto'; by default one is started here.")
@click.option("--local", is_flag=True, help="On this machine, without Ray.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), help="Compile to this shared library."
)
def tune(
    model: str,
    trials: int,
    database: str | None,
    target: str | None,
    inputs: int | None,
    winograd: bool,
    address: str | None,
    local: bool,
    output: str | None,
) -> None:
    """Measure schedules of each kernel of MODEL, and keep what comes out.

    MODEL is anything that ``fpo report`` reads.

    What was measured before is not measured again; tuning that was interrupted goes on where it
    was. Compiling afterwards takes the fastest schedules that are known.
    """
    from fpo import sweep, tools
    from fpo.sweep import tuning

    options = [] if inputs is None else [f"--inputs={inputs}"]
    options += ["--winograd"] if winograd else []
    path = database or str(tuning.default_database())
    with ExitStack() as stack:
        program = stack.enter_context(_program_of(model))
        executor: sweep.Executor = (
            sweep.ProcessExecutor(1)
            if local
            else stack.enter_context(sweep.RayExecutor(address, resource=tuning.RESOURCE))
        )
        show = stack.enter_context(show_progress("tuning kernels"))
        kernels = tuning.tune_kernels(
            program,
            trials=trials,
            database=path,
            executor=executor,
            target=target,
            options=options,
            on_progress=lambda done, total: show(done, total, ""),
        )
        for kernel in kernels:
            best = "none runs" if kernel.best is None else f"{1e6 * kernel.best:10.3g} us"
            click.echo(f"{kernel.kernel[:12]}  {kernel.schedules:5} schedules  {best}")
        if errors := [kernel.error for kernel in kernels if kernel.error]:
            raise FpoError.of(
                f"{len(errors)} of {len(kernels)} kernels were not tuned: {errors[0]}"
            )
        if output:
            arguments = [*options, *([f"--target={target}"] if target else [])]
            tools.run(
                "fpo-opt", program, "--emit=so", f"--tuning-db={path}", *arguments, "-o", output
            )


@contextmanager
def _program_of(model: str) -> Iterator[str]:
    """A file with the MLIR of ``model``."""
    if model.endswith((".mlir", ".mlirbc")):
        yield model
        return
    from fpo.importers import import_model

    with tempfile.TemporaryDirectory(prefix="fpo-tune-") as folder:
        path = Path(folder, "program.mlir")
        path.write_bytes(import_model(model).bytecode)
        yield str(path)
