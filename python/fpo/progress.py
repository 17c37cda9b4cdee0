"""How far long work is, on the standard error, if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpo import _fpo


@contextmanager
def show_status(what: str) -> Iterator[None]:
    """Says what is being done on the standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


@contextmanager
def show_progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar with rate and time left on the standard error, if that is a terminal.

    Gives a function to be told how many are done, of how many, and what else to say.
    """
    if not sys.stderr.isatty():
        yield lambda done, total, note: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=None, rate="", note="")

        def tell(done: int, total: int, note: str = "") -> None:
            speed = progress.tasks[task].speed
            rate = f"{speed:.3g}/s" if speed else ""
            progress.update(task, completed=done, total=total, rate=rate, note=note)

        yield tell


@contextmanager
def show_tuning() -> Iterator[Callable[[_fpo.TuningProgress], None]]:
    """The same for `fpo.compile`.

    with show_tuning() as show:
        program = fpo.compile(model, tune=64, on_progress=show)
    """
    with show_progress("tuning kernels") as show:

        def tell(now: _fpo.TuningProgress) -> None:
            note = f"schedule {now.trial + 1} of {now.num_trials}"
            note += f", fastest {1e6 * now.best:.4g} us" if now.best else ""
            note += f", {now.seconds_left:.0f} s left" if now.seconds_left else ""
            show(now.kernel, now.num_kernels, note)

        yield tell
