"""Where commands write, and how they show how far they are."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from fpo.errors import FpoError


def write_output(text: str, path: str | None) -> None:
    """Writes ``text`` to the file at ``path``, whole or not at all, or to the standard output."""
    if path is None or path == "-":
        click.echo(text, nl=False)
        return
    folder = Path(path).parent
    try:
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            try:
                file.write(text)
                file.close()
                mask = os.umask(0)
                os.umask(mask)
                os.chmod(file.name, 0o666 & ~mask)
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise FpoError.of(f"can't be written: {error.strerror}", str(path)) from None


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
