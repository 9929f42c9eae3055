"""Facts as tables of other libraries, each imported when it is first asked for."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from civx.patterns.errors import InputError, MissingLibrary

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from civx.cli.formats.columns import Column, Row
    from civx.cli.formats.shape import Shape
    from civx.extractors.model import Extraction

LAYOUTS = ("long", "wide")
MONEY = ("yuan", "wan")


def library(name: str, extra: str) -> Any:
    """The module ``name``, which the extra ``extra`` installs. Raises MissingLibrary where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        raise MissingLibrary(f"this needs {name}: pip install 'civx[{extra}]'") from None


def shape_of(layout: str, money: str | None, indicators: bool) -> Shape:
    """How the rows are laid out. Raises InputError for a layout or a unit of money that there is not."""
    from civx.cli.formats.shape import Shape

    if layout not in LAYOUTS:
        raise InputError(f"{layout!r} is no layout: long and wide are")
    if money not in (None, *MONEY):
        raise InputError(f"{money!r} is no unit of money: yuan (元) and wan (万元) are")
    return Shape(layout, money=money or ("wan" if layout == "wide" else "yuan"), paged=True, indicators=indicators)


class Table:
    """The rows of extractions under their columns, as every library takes them."""

    def __init__(self, extractions: Iterable[Extraction], shape: Shape) -> None:
        from civx.cli.formats.columns import chosen, rows
        from civx.cli.formats.money import in_wan

        self.columns: tuple[Column, ...] = chosen(shape)
        self.rows: list[Row] = []
        for extraction in extractions:
            own = in_wan(extraction) if shape.money == "wan" and shape.layout == "long" else extraction
            self.rows += rows(own, shape, self.columns)

    def dicts(self) -> list[dict[str, Any]]:
        """A dictionary a row; numbers are Decimal, lists are lists."""
        return [
            {column.name: list(value) if isinstance(value, tuple) else value
             for column, value in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def arrow(self) -> pyarrow.Table:
        """An Arrow table, as the Parquet files of ``civx extract`` have it: numbers decimal128(38, 12)."""
        pyarrow = library("pyarrow", "parquet")
        from civx.cli.formats.arrow_schema import arrays, file_schema, refuse_long_rows

        refuse_long_rows(self.rows, self.columns)
        return pyarrow.table(arrays(self.columns, self._values()), schema=file_schema(self.columns))

    def pandas(self, exact: bool) -> pandas.DataFrame:
        """A data frame: numbers float64, or Decimal objects where they must be ``exact``; labels are categories."""
        pandas = library("pandas", "pandas")
        from civx.cli.formats.json_schema import ENUMS

        frame = {}
        for column, values in zip(self.columns, self._values(), strict=True):
            if column.kind == "number":
                numbers = values if exact else list(map(_float, values))
                frame[column.name] = pandas.Series(numbers, dtype="object" if exact else "float64")
            elif column.kind == "integer":
                frame[column.name] = pandas.Series(values, dtype="Int64")
            elif column.name in ENUMS:
                frame[column.name] = pandas.Series(pandas.Categorical(values, categories=ENUMS[column.name]))
            elif column.kind in ("texts", "integers"):
                frame[column.name] = pandas.Series(list(map(_listed, values)), dtype="object")
            else:
                frame[column.name] = pandas.Series(values, dtype="object" if not values else None)
        return pandas.DataFrame(frame)

    def polars(self, exact: bool) -> polars.DataFrame:
        """A data frame: numbers Float64, or Decimal where they must be ``exact``; labels are an Enum."""
        polars = library("polars", "polars")
        from civx.cli.formats.json_schema import ENUMS

        types = {
            "text": polars.String, "number": polars.Decimal(38, 12) if exact else polars.Float64,
            "integer": polars.Int64, "json": polars.String, "texts": polars.List(polars.String),
            "integers": polars.List(polars.Int64),
        }
        kinds = {
            column.name: polars.Enum(list(ENUMS[column.name])) if column.name in ENUMS else types[column.kind]
            for column in self.columns
        }
        values = {
            column.name: [_float(value) if column.kind == "number" and not exact else _listed(value) for value in own]
            for column, own in zip(self.columns, self._values(), strict=True)
        }
        return polars.DataFrame(values, schema=kinds)

    def _values(self) -> Sequence[list[Any]]:
        """The values column by column."""
        return [[row[at] for row in self.rows] for at in range(len(self.columns))]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
