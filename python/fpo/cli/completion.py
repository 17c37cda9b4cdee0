"""``fpo completion``: what a shell needs to complete commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_EPILOG = """\b
Examples:
  eval "$(fpo completion bash)"                             in ~/.bashrc
  eval "$(fpo completion zsh)"                              in ~/.zshrc
  fpo completion fish > ~/.config/fish/completions/fpo.fish
"""


@click.command(epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes the commands and options of fpo in SHELL."""
    from fpo.cli.main import command

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(command, {}, "fpo", "_FPO_COMPLETE").source())
