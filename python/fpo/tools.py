"""The tools that come with the package, as programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from fpo.errors import FpoError


def find(name: str) -> str:
    """The path of the tool ``name``: in the package, or else in the PATH.

    Raises FpoError if it is in neither.
    """
    found = shutil.which(name, path=str(Path(__file__).parent / "bin")) or shutil.which(name)
    if not found:
        raise FpoError.of(f"the tool {name} is neither in the package nor in the PATH")
    return found


def run(name: str, *arguments: object) -> str:
    """What the tool prints. Raises FpoError with the first line of what it says is wrong."""
    command = [find(name), *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = done.stderr.strip().partition("\n")[0] or f"it ended with {done.returncode}"
        raise FpoError.of(f"{name}: {reason}")
    return done.stdout
