"""Where commands write."""

from __future__ import annotations

import os
import tempfile
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
