"""``civx config``: the settings that are in force, and where they come from."""
from __future__ import annotations

import click

from civx.cli.config import GUARDED, NAME, settings
from civx.cli.language import told


@click.command()
@click.pass_context
def config(ctx: click.Context) -> None:
    """Show the settings that are in force.

    They are the options of the commands under their own names: headers = "zh" at the top for all commands that have
    it, or below [extract] for that command alone. They are read from civx.toml in the folder that one is in, or from
    the file that civx --config FILE names.
    """
    parent = ctx.find_root()
    found = settings(parent.params.get("config_file"))
    if found is None:
        click.echo(told(f"no settings: there is no {NAME} in this folder, and --config names no file"))
        ctx.exit(0)
    click.echo(told(f"settings of {found.path}"))
    group = parent.command
    assert isinstance(group, click.Group)
    known = {name: _options(group.get_command(parent, name)) for name in group.list_commands(parent)}
    wrong = False
    for name, value in found.content.items():
        if name in known and isinstance(value, dict):
            for option, own in value.items():
                fault = _fault(option, found.named, option in known[name])
                wrong |= bool(fault)
                click.echo(f"  [{name}] {option} = {own!r}{fault}")
            continue
        fault = _fault(name, found.named, any(name in options for options in known.values()))
        wrong |= bool(fault)
        click.echo(f"  {name} = {value!r}{fault}")
    ctx.exit(1 if wrong else 0)


def _options(command: click.Command | None) -> set[str]:
    parameters = command.params if command is not None else []
    return {opt.lstrip("-") for one in parameters for opt in (*one.opts, *one.secondary_opts) if opt.startswith("--")}


def _fault(option: str, named: bool, known: bool) -> str:
    if not known:
        return told("  (no command has this option)")
    return told("  (only from a file named with --config)") if option in GUARDED and not named else ""
