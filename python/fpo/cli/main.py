"""The command `fpo`, whose subcommands are imported when they are used."""

from __future__ import annotations

import importlib
import sys
import warnings
from typing import Any

import click

import fpo
from fpo.errors import FpoError, FpoWarning

#: Where each subcommand is, as "module:function".
COMMANDS = {
    "compare": "fpo.cli.compare:compare",
    "completion": "fpo.cli.completion:completion",
    "green": "fpo.cli.green:green",
    "import": "fpo.cli.import_:import_",
    "report": "fpo.cli.report:report",
    "sweep": "fpo.cli.sweep:sweep",
    "train": "fpo.cli.train:train",
    "tune": "fpo.cli.tune:tune",
}


class _Lazy(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name].partition(":")
        return getattr(importlib.import_module(module), function)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(fpo.__version__, prog_name="fpo")
def command() -> None:
    """What a tensor program costs, in ADD and MUL."""


def _show_warning(message: Warning | str, category: type[Warning], *where: Any) -> None:
    """A warning of fpo as it is; others are about the code of packages, and not for users."""
    if issubclass(category, FpoWarning):
        click.echo(str(message), err=True)


def main() -> None:
    """Runs the command; what a user did wrong is one error on stderr, and exit status 1."""
    warnings.showwarning = _show_warning
    try:
        command(standalone_mode=False)
    except FpoError as error:
        sys.exit("\n".join(str(one) for one in error.diagnostics))
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit("interrupted")
