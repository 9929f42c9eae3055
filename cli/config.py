"""Settings: the options of commands, under their own names, in ``civx.toml`` of the folder that one is in or in a file
named by ``--config``.

A folder may come from anybody. What would write elsewhere, run formulas or go by other people's rules is therefore
taken only from a file that the user names, and that a folder's file is used is always said.
"""
from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from .language import told

NAME = "civx.toml"
# What a folder's file may not set, for which a file must be named.
GUARDED = ("output", "log", "patterns", "corrections", "raw", "scheduler", "config", "files-from", "evidence", "with")


class Settings(NamedTuple):
    """What a file sets: its path, whether the user named it, and its content."""

    path: str
    named: bool
    content: dict[str, Any]


def settings(config: str | None) -> Settings | None:
    """The settings of ``config``, or of the folder's civx.toml; None where there is none.

    Raises click.UsageError where the file cannot be read or is no TOML.
    """
    path = config or NAME
    if config is None and not os.path.isfile(path):
        return None
    import tomllib  # only here: its import is slow

    try:
        with open(path, "rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path}: no TOML ({error}): write name = value, texts in quotes") from None
    return Settings(path, config is not None, content)


def language_set(config: str | None = None) -> str:
    """The language that the settings ask for, "" where they say nothing of it."""
    if config is None and not os.path.isfile(NAME):
        return ""
    try:
        found = settings(config)
    except click.UsageError:
        return ""  # said when the settings are used
    value = found.content.get("lang", "") if found is not None else ""
    return value if isinstance(value, str) else ""


def defaults(found: Settings, command: str, parameters: Sequence[click.Parameter]) -> dict[str, Any]:
    """What the settings say for the options of ``command``, by the names of its parameters.

    Options at the top of the file are for all commands that have them, those of a table for the command it is named
    after. Raises click.UsageError for what a folder's file may not set, and for an option of the table that the
    command does not have.
    """
    own = found.content.get(command, {})
    if not isinstance(own, dict):
        raise click.UsageError(f"{found.path}: {command} is no table: write [{command}] and its options below")
    names = {opt[2:]: one for one in parameters for opt in (*one.opts, *one.secondary_opts) if opt.startswith("--")}
    chosen: dict[str, Any] = {}
    for name, value in {**found.content, **own}.items():
        parameter = names.get(name)
        if parameter is None and name in own:
            raise click.UsageError(f"{found.path}: civx {command} has no option {name!r}")
        if parameter is None or parameter.name is None or name == "lang":
            continue
        if name in GUARDED and not found.named:
            fix = f"say civx --config {found.path}"
            raise click.UsageError(f"{found.path}: {name} is not taken from a folder's file: {fix}")
        chosen[parameter.name] = _value(parameter, value)
    return chosen


def _value(parameter: click.Parameter, value: Any) -> Any:
    """The value as click takes it: of an option that may be said several times a list."""
    if parameter.multiple:  # type: ignore[attr-defined,unused-ignore]
        return [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value


def said(found: Settings, chosen: dict[str, Any], parameters: Sequence[click.Parameter]) -> str:
    """The line that tells that a folder's file is used, and for what."""
    names = {one.name: max(one.opts, key=len)[2:] for one in parameters}
    values = ", ".join(f"{names[name]} = {value}" for name, value in chosen.items())
    return told(f"civx: settings of {found.path}: {values}")
