"""``datapackage.json``: what the columns of a folder's CSV files hold, as Frictionless Data describes tables."""
from __future__ import annotations

import json
from collections.abc import Container, Iterable
from pathlib import Path

from civx.cli.language.names import in_chinese
from civx.cli.writing import opened

from .columns import Column, chosen, headers
from .json_schema import ENUMS
from .shape import Shape

NAME = "datapackage.json"
_TYPES = {"number": "number", "integer": "integer"}


def write_data_package(folder: Path, paths: Iterable[str], shape: Shape, paged: Container[str] = ()) -> None:
    """Write ``datapackage.json`` into ``folder``: a resource for each CSV file, in the order given.

    ``paths`` are relative to ``folder``, with slashes; ``shape`` is the one the files were written in, those in
    ``paged`` with the column ``page``. The file appears when it is whole. Raises FileProblem where the system refuses,
    ValueError for a path that leads out of the folder.
    """
    plain, with_page = (_written(table_schema(each)) for each in (shape, shape._replace(paged=True)))
    with opened(str(folder / NAME)) as out:
        out.write('{\n"profile": "data-package",\n"name": "civx",\n"resources": [')
        for number, path in enumerate(paths, start=1):
            if path.startswith("/") or "\\" in path or ".." in path.split("/"):
                raise ValueError(f"{path!r} is no path below the folder")
            resource = {
                "name": f"facts-{number}", "path": path, "profile": "tabular-data-resource", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8",
            }
            schema = with_page if path in paged else plain
            out.write(f"{',' if number > 1 else ''}\n{_written(resource)[:-1]}, \"schema\": {schema}}}")
        out.write("\n]\n}\n")


def table_schema(shape: Shape) -> dict[str, object]:
    """The Table Schema of CSV in ``shape``."""
    columns = chosen(shape)
    names = headers(columns, shape.headers)
    return {
        "fields": [_field(column, name, shape.headers) for column, name in zip(columns, names, strict=True)],
        "missingValues": [""],
    }


def _field(column: Column, name: str, language: str) -> dict[str, object]:
    field: dict[str, object] = {
        "name": name, "type": _TYPES.get(column.kind, "string"), "description": column.meaning,
    }
    if column.name in ENUMS:
        values = [value for value in ENUMS[column.name] if value]
        field["constraints"] = {"enum": values if language == "en" else [
            str(in_chinese(column.name, value, language)) for value in values
        ]}
    return field


def _written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
