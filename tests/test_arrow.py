"""civx.arrow: what goes in, what comes out, and what is wrong with a text."""
from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pyarrow = pytest.importorskip("pyarrow")
from civx.arrow import FACTS, FAULTS, PLAIN, ROWS, extract_batches, split  # noqa: E402

TEXT = "2019年，全区城市低保对象1,204户、2,051人，发放低保金830.5万元。"


def table(**columns: Any) -> Any:
    return pyarrow.table(columns)


def test_numbers_are_exact_and_few_words_are_coded() -> None:
    made = extract_batches(table(source=["a.txt"], text=[TEXT])).table()
    assert made.schema == FACTS
    assert made["value"].to_pylist() == [Decimal(1204), Decimal(2051), Decimal(8305000)]
    assert pyarrow.types.is_decimal128(made.schema.field("value").type)
    assert made["unit"].to_pylist() == ["户", "人", "元"]
    assert pyarrow.types.is_dictionary(made.schema.field("unit").type)
    assert made["section"].to_pylist() == [[], [], []]
    assert extract_batches(table(source=["a.txt"], text=[TEXT]), coded=False).table().schema == PLAIN


@pytest.mark.parametrize(
    ("source", "text", "fault"),
    [
        ("a.txt", "", "empty: there is no text in it"),
        ("a.txt", " \n\t", "empty: there is no text in it"),
        ("a.txt", None, "empty: there is no text in it"),
        (None, TEXT, "has no name: each text needs one, which its facts carry"),
        ("", TEXT, "has no name: each text needs one, which its facts carry"),
        ("a.txt", "姘戞斂灞€2019骞翠綆淇濆璞�1204鎴枫€�" * 3, "are lost in a conversion"),
        ("a.txt", "低保覆盖率为1.23456789012345%。", "more digits"),
    ],
)
def test_what_is_wrong_with_one_text_is_a_row(source: str | None, text: str | None, fault: str) -> None:
    given = table(source=["one.txt", source, "two.txt"], text=[TEXT, text, TEXT])
    made = extract_batches(given)
    assert set(made.table()["source"].to_pylist()) == {"one.txt", "two.txt"}
    assert made.faults.schema == FAULTS
    (row,) = made.faults.to_pylist()
    assert (row["source"], row["severity"]) == (source or "", "error")
    assert fault in row["fault"]
    inline = extract_batches(given, faults_as_rows=True).table()
    assert inline.schema == ROWS
    facts, faults = split(inline)
    assert facts == extract_batches(given, coded=False).table()
    assert faults.to_pylist() == [row]


def test_what_was_left_out_of_a_text_is_a_note() -> None:
    unread = "| 乡镇 | 甲 |\n|---|---|\n| 东关 | 31 |\n| 西岭 | 47 |\n"
    made = extract_batches(table(source=["a.md"], text=[unread]))
    made.table()
    (row,) = made.faults.to_pylist()
    assert row["severity"] == "note"
    assert "not read" in row["fault"]


def test_bytes_are_a_file_of_the_kind_that_its_name_says(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(tmp_path / "a.docx")
    content = [(tmp_path / "a.docx").read_bytes(), TEXT.encode("gb18030"), b"%PDF-1.4 broken"]
    made = extract_batches(table(source=["a.docx", "b.txt", "c.pdf"], text=content))
    found = made.table().select(["source", "value"]).to_pylist()
    assert [row["source"] for row in found] == ["a.docx"] * 3 + ["b.txt"] * 3
    assert [row["value"] for row in found] == [Decimal(1204), Decimal(2051), Decimal(8305000)] * 2
    assert [row["source"] for row in made.faults.to_pylist()] == ["c.pdf"]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "binary", "dictionary"])
def test_any_column_of_texts(kind: str) -> None:
    types = {
        "string": pyarrow.string(), "large_string": pyarrow.large_string(), "string_view": pyarrow.string_view(),
        "binary": pyarrow.binary(), "dictionary": pyarrow.dictionary(pyarrow.int8(), pyarrow.string()),
    }
    plain = pyarrow.array([TEXT])
    texts = plain.dictionary_encode() if kind == "dictionary" else plain.cast(types[kind])
    assert extract_batches(table(source=["a.txt"], text=texts)).table().num_rows == 3


def test_other_names_and_batches_of_any_size() -> None:
    numbers = range(7)
    texts = table(文件=[f"{n}.txt" for n in numbers], 正文=[TEXT.replace("1,204", str(40 + n)) for n in numbers])
    whole = extract_batches(texts, text="正文", source="文件").table()
    small = extract_batches(texts.to_batches(max_chunksize=2), text="正文", source="文件").table()
    assert whole.to_pylist() == small.to_pylist()
    assert whole.num_rows == 21


def test_batches_come_one_by_one() -> None:
    asked = []

    def given() -> Any:
        for number in range(3):
            asked.append(number)
            yield pyarrow.record_batch({"source": [f"{number}.txt"], "text": [TEXT]})

    made = iter(extract_batches(given()))
    assert not asked
    next(made)
    assert asked == [0]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"name": ["a"], "text": [TEXT]}, "no column 'source' but name, text"),
        ({"source": ["a"], "text": [5]}, "'text' holds int64: strings or bytes are read"),
    ],
)
def test_a_wrong_column_is_said(columns: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        extract_batches(table(**columns)).table()


def test_a_stream_that_others_read() -> None:
    duckdb = pytest.importorskip("duckdb")
    facts = extract_batches(table(source=["a.txt"], text=[TEXT])).reader()
    (row,) = duckdb.sql("select sum(value) from facts where measure in ('households', 'persons')").fetchall()
    assert facts is not None
    assert row == (Decimal(3255),)


def test_without_pyarrow_one_line_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "try: import civx.arrow\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "civx.arrow needs pyarrow: pip install 'civx[parquet]'\n"
