"""``civx completion``: what makes a shell complete civx's commands and options."""
from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from civx.cli.writing import opened


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in SHELL.

    \b
    bash: echo 'eval "$(civx completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(civx completion zsh)"' >> ~/.zshrc
    fish: civx completion fish > ~/.config/fish/completions/civx.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # click has all three
    with opened(None) as out:
        out.write(kind(ctx.find_root().command, {}, "civx", "_CIVX_COMPLETE").source() + "\n")
