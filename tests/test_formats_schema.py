"""``civx schema`` and datapackage.json: what they promise is what is written."""
from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import civx
from civx.cli.formats.data_package import write_data_package
from civx.cli.formats.json_schema import json_schema
from civx.cli.formats.shape import Shape
from civx.extractors.model import FIELDS

from conftest import PLAIN, ROOT, SAMPLES, STANDARD, TRICKY, Civx, extraction_of, write

LAYOUTS = {
    "long": Shape(), "wide": Shape(layout="wide", money="wan"), "few": Shape(columns=("period", "value", "page")),
}
REPORTS = [*SAMPLES, *sorted((ROOT / "tests" / "reports").glob("*.txt"))]


def validator(shape: Shape) -> Any:
    schema = json_schema(shape)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


# --- the JSON Schema


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("sample", REPORTS, ids=lambda path: path.stem)
def test_every_record_validates(sample: Path, name: str, tmp_path: Path) -> None:
    check = validator(LAYOUTS[name])
    extraction = civx.extract(sample.read_bytes().decode("utf-8-sig"), source=sample.name)
    array = json.loads(write("json", tmp_path / "a", [extraction], LAYOUTS[name]).read_bytes(), parse_float=Decimal)
    lines = write("jsonl", tmp_path / "b", [extraction], LAYOUTS[name]).read_bytes().decode().splitlines()
    assert [json.loads(line, parse_float=Decimal) for line in lines] == array
    assert array
    for record in array:
        check.validate(record)


@pytest.mark.parametrize("name", ["long", "wide"])
def test_records_with_pages_and_with_all_kinds_of_values_validate(name: str, tmp_path: Path) -> None:
    check = validator(LAYOUTS[name])
    extraction = extraction_of(PLAIN, TRICKY, replace(STANDARD, page=3))
    for record in json.loads(write("json", tmp_path / "a", [extraction], LAYOUTS[name]).read_bytes()):
        check.validate(record)


@pytest.mark.parametrize(
    "change",
    [
        {"measure": "people"}, {"status": "done"}, {"direction": "rise"}, {"bound": "circa"}, {"area": "town"},
        {"period": "2021年"}, {"value": "12"}, {"page": 0}, {"line": 0}, {"section": "一"}, {"part_of": 3},
        {"extra": 1}, {"start": -1}, {"period": "2021/"}, {"period": "2021-1"},
    ],
    ids=str,
)
def test_wrong_records_do_not_validate(change: dict[str, Any]) -> None:
    check = validator(Shape())
    record = {**PLAIN.to_dict(), "section": [], "value": 5}
    check.validate(record)
    assert not check.is_valid({**record, **change})


def test_missing_keys_do_not_validate() -> None:
    record = {**PLAIN.to_dict(), "value": 5}
    check = validator(Shape())
    for key in FIELDS:
        assert not check.is_valid({name: value for name, value in record.items() if name != key})


def test_the_command_prints_the_schema(civx: Civx) -> None:
    for arguments, shape in (
        ([], Shape()),
        (["--layout", "wide"], Shape(layout="wide", money="wan")),
        (["--columns", "id,value"], Shape(columns=("id", "value"))),
    ):
        done = civx("schema", *arguments)
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout) == json_schema(shape)
    done = civx("schema", "--columns", "households")
    assert done.returncode == 2
    assert b"'households' is no column of the long layout" in b" ".join(done.stderr.split())


# --- the data package


@pytest.mark.parametrize("shape", [Shape(bom=True), Shape(layout="wide", money="wan"), Shape(headers="zh", paged=True)])
def test_the_data_package_describes_the_csv(tmp_path: Path, shape: Shape) -> None:
    (tmp_path / "县").mkdir()
    paths = ["县/一.csv", "b.csv"]
    for path in paths:
        write("csv", tmp_path / path, [civx.extract(SAMPLES[0].read_bytes().decode(), source=path)], shape)
    write_data_package(tmp_path, paths, shape)
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert [resource["path"] for resource in package["resources"]] == paths
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[-a-z0-9._/]+", name) for name in [package["name"], *names])
    for resource in package["resources"]:
        assert resource["profile"] == "tabular-data-resource"
        with open(tmp_path / resource["path"], encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == head
        assert rows
        for row in rows:
            for cell, field in zip(row, fields, strict=True):
                valid(cell, field, resource["schema"]["missingValues"])


def valid(cell: str, field: dict[str, Any], missing: list[str]) -> None:
    """The rules of Table Schema for the types and constraints that are used here."""
    assert field["type"] in ("string", "number", "integer")
    if cell in missing:
        return
    if field["type"] == "number":
        assert re.fullmatch(r"[-+]?\d+(\.\d+)?", cell)
    elif field["type"] == "integer":
        assert re.fullmatch(r"[-+]?\d+", cell)
    if "constraints" in field:
        assert cell in field["constraints"]["enum"]


@pytest.mark.parametrize("shape", [Shape(bom=True), Shape(layout="wide", money="wan"), Shape(headers="zh")])
def test_frictionless_finds_the_package_valid(tmp_path: Path, shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    frictionless = pytest.importorskip("frictionless")
    paths = [f"{sample.stem}.csv" for sample in SAMPLES]
    for sample, path in zip(SAMPLES, paths, strict=True):
        write("csv", tmp_path / path, [civx.extract(sample.read_bytes().decode(), source=path)], shape)
    write_data_package(tmp_path, paths, shape)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["type", "note"])[:5]


def test_the_data_package_is_written_whole_and_stays_in_its_folder(tmp_path: Path) -> None:
    write_data_package(tmp_path, [], Shape())
    empty = (tmp_path / "datapackage.json").read_bytes()
    assert json.loads(empty)["resources"] == []
    for path in ("/etc/a.csv", "../a.csv", "a/../../b.csv", "a\\b.csv"):
        with pytest.raises(ValueError, match="is no path below the folder"):
            write_data_package(tmp_path, ["a.csv", path], Shape())
    assert (tmp_path / "datapackage.json").read_bytes() == empty
    assert [path.name for path in tmp_path.iterdir()] == ["datapackage.json"]
    write_data_package(tmp_path, ["a.csv"], Shape())
    first = (tmp_path / "datapackage.json").read_bytes()
    write_data_package(tmp_path, ["a.csv"], Shape())
    assert (tmp_path / "datapackage.json").read_bytes() == first
