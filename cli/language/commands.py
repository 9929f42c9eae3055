"""Commands as they are spoken: copies with help in the current language, ``--lang``, choices in Chinese too."""
from __future__ import annotations

import copy
import inspect
from typing import Any

import click

from . import ENGLISH, LANGUAGES, current, told


class Worded(click.Choice):  # type: ignore[type-arg,unused-ignore]
    """A choice that is also made by the Chinese word for it: ``--format 表格``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from .names import among

        if isinstance(value, str):
            value = among(value, tuple(map(str, self.choices)))
        return super().convert(value, param, ctx)


def lang_option() -> click.Option:
    """``--lang``, which was obeyed before click read the command line; here it is checked and explained."""
    return click.Option(
        ("--lang",), type=click.Choice(LANGUAGES), expose_value=False,
        help=told("The language in which civx speaks. Default: that of CIVX_LANG, else of the locale."),
    )


def spoken(command: click.Command) -> click.Command:
    """A copy of ``command``, and of those below it, for the current language."""
    own = copy.copy(command)
    own.help = told(inspect.cleandoc(command.help)) if command.help else command.help
    own.short_help = told(command.short_help) if command.short_help else command.short_help
    own.options_metavar = told(own.options_metavar or "")
    own.params = [spoken_parameter(parameter) for parameter in command.params]
    if not any("--lang" in parameter.opts for parameter in own.params):
        own.params.append(lang_option())
    if isinstance(own, click.Group) and isinstance(command, click.Group):
        own.subcommand_metavar = told(own.subcommand_metavar)
        own.commands = {name: spoken(below) for name, below in command.commands.items()}
    if current() != ENGLISH:
        from .layout import ChineseContext

        own.context_class = ChineseContext
    return own


def spoken_parameter(parameter: click.Parameter) -> click.Parameter:
    """A copy of an option or argument for the current language."""
    own = copy.copy(parameter)
    if isinstance(own.type, click.Choice):
        own.type = Worded(own.type.choices, case_sensitive=own.type.case_sensitive)
    if own.metavar:
        own.metavar = told(own.metavar)
    if isinstance(own, click.Option) and own.help:
        own.help = told(own.help)
    return own
