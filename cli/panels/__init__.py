"""Comparisons and summaries written out: what their formats share. One module a format."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from civx.analysis.indicators import Figure, Indicator

YUAN, WAN = "元", "万元"
AREAS = {"urban": "城市", "rural": "农村", "both": "城乡", "": ""}


def unit_of(indicator: Indicator, money: str) -> str:
    """The unit that the row is shown in."""
    return WAN if is_money(indicator) and money == "wan" else indicator.unit


def is_money(indicator: Indicator) -> bool:
    """Whether the row's values are sums of 元."""
    return indicator.measure == "amount" and indicator.unit == YUAN


def scaled(number: Decimal | None, indicator: Indicator, money: str) -> Decimal | None:
    """A number of the row in the unit that the row is shown in."""
    if number is None or money != "wan" or not is_money(indicator):
        return number
    from civx.cli.formats.money import wan

    return wan(number)


def human(figure: Figure, indicator: Indicator, money: str) -> str:
    """The value as one reads it, without its unit: ``≈ 830.5``, ``3–5``."""
    from civx.cli.formats.shown import SIGNS, grouped

    if figure.value is None:
        return f"{grouped(scaled(figure.min, indicator, money))}–{grouped(scaled(figure.max, indicator, money))}"
    return SIGNS.get(figure.bound, "") + grouped(scaled(figure.value, indicator, money))


@contextmanager
def console_on(output: str | None, least: int) -> Iterator[tuple[Console, TextIO]]:
    """A console for tables: as wide as the terminal, or else $COLUMNS or 120 columns, ``least`` at the least."""
    from civx.cli.console import console_for
    from civx.cli.writing import opened

    with opened(output) as out:
        yield console_for(out, least), out
