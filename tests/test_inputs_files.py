"""Which files are read: folders, lists, patterns, archives; what is wrong with one does not stop the others."""
from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import sys
import zipfile
from pathlib import Path

import pytest

from civx.cli.errors import FileProblem
from civx.cli.inputs import archives
from civx.cli.inputs.kinds import kind_of
from civx.cli.inputs.tidy import tidy
from civx.cli.reading import Item, items, read, read_source, source_name

from conftest import Civx

TEXT = "全县共有低保对象1203户。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names: str, text: str = TEXT) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def zipped(path: str, members: dict[str, bytes | str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def zipped_in(path: str, members: dict[str, str], encoding: str) -> None:
    """A zip file as Chinese Windows writes it: names in the system's encoding, no flag for UTF-8."""
    sizes = {name: len(name.encode(encoding)) for name in members}
    placeholders = {f"{number:04}".ljust(sizes[name], "x"): name for number, name in enumerate(members)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for placeholder, name in placeholders.items():
            archive.writestr(placeholder, members[name])
    data = buffer.getvalue()
    for placeholder, name in placeholders.items():
        data = data.replace(placeholder.encode(), name.encode(encoding))
    Path(path).write_bytes(data)


def names(*files: str, recursive: bool = False, files_from: str | None = None) -> list[str]:
    return [item.name for item in items(files, recursive=recursive, files_from=files_from)]


def problem(item: Item | str) -> str:
    with pytest.raises(FileProblem) as caught:
        read_source(item)
    return str(caught.value)


# --- folders


def test_a_folder_is_read_in_the_order_of_names(here: Path) -> None:
    put("reports/b.txt", "reports/a/z.md", "reports/a/b/c.htm", "reports/B.TXT", "reports/c.txt.gz")
    put("reports/.hidden.txt", "reports/.git/x.txt", "reports/notes.ini", "reports/picture.png", "reports/x.gz")
    found = items(("reports",), recursive=True)
    assert [item.name for item in found] == [
        "reports/B.TXT", "reports/a/b/c.htm", "reports/a/z.md", "reports/b.txt", "reports/c.txt.gz",
    ]
    assert [item.below for item in found] == ["B.TXT", "a/b/c.htm", "a/z.md", "b.txt", "c.txt.gz"]
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_folder_needs_r_and_files_beside_it_do_not(here: Path) -> None:
    put("reports/a.txt", "b.txt")
    found = items(("reports", "b.txt"))
    assert problem(found[0]) == "a directory: say -r to read the files in it"
    assert read_source(found[1]).text == TEXT


def test_an_empty_folder_is_said(here: Path) -> None:
    (here / "empty").mkdir()
    (found,) = items(("empty",), recursive=True)
    assert problem(found).startswith("a directory without any file to read (.txt .md")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_lead_round_in_no_circle(here: Path) -> None:
    put("reports/a.txt", "other/b.txt")
    (here / "reports" / "loop").symlink_to(here / "reports")
    (here / "reports" / "linked.txt").symlink_to(here / "other" / "b.txt")
    (here / "reports" / "none.txt").symlink_to(here / "nowhere")
    (here / "self").symlink_to(here / "self")
    os.mkfifo(here / "reports" / "pipe.txt")  # nobody writes to it: reading would wait for ever
    found = items(("reports",), recursive=True)
    assert [item.name for item in found] == ["reports/a.txt", "reports/linked.txt", "reports/none.txt"]
    assert problem(found[2]) == "no such file"
    assert problem(items(("self",))[0]).startswith(("no such file", "cannot be read: "))


@pytest.mark.skipif(sys.platform != "linux", reason="only there names are any bytes")
def test_names_that_are_no_utf8(here: Path, civx: Civx) -> None:
    name = os.fsdecode("低保".encode("gbk") + b".txt")
    put(f"reports/{name}")
    (found,) = items(("reports",), recursive=True)
    assert read_source(found).name == "reports/%B5\u0371%A3.txt"  # two of its bytes are UTF-8
    assert civx("extract", "-r", "reports").returncode == 0


def test_a_file_named_twice_is_read_once(here: Path) -> None:
    put("a.txt", "reports/b.txt")
    assert names("a.txt", "./a.txt", str(here / "a.txt"), "reports/b.txt", "reports", recursive=True) == [
        "a.txt", "reports/b.txt",
    ]


# --- patterns, lists


def test_patterns_that_no_shell_expanded(here: Path) -> None:
    put("b.txt", "a.txt", "c.md", "[x].txt", "deep/er/d.txt")
    assert names("*.txt") == ["[x].txt", "a.txt", "b.txt"]
    assert names("[x].txt") == ["[x].txt"]
    assert names("**/*.txt") == ["[x].txt", "a.txt", "b.txt", "deep/er/d.txt"]
    assert names("none*.txt") == ["none*.txt"]
    assert problem(items(("none*.txt",))[0]) == "no such file"


@pytest.mark.parametrize(
    "content",
    [
        "甲.txt\n\n  \n乙 丙.txt\n".encode(),
        "甲.txt\r\n乙 丙.txt".encode("utf-8-sig"),
        "甲.txt\n乙 丙.txt\n".encode("utf-16"),
        "甲.txt\n乙 丙.txt\n".encode("gbk"),
        "甲.txt\0乙 丙.txt\0".encode(),
    ],
    ids=["lines", "windows", "powershell", "gbk", "nul"],
)
def test_lists_of_files(here: Path, content: bytes) -> None:
    put("甲.txt", "乙 丙.txt", "first.txt")
    Path("list").write_bytes(content)
    assert names("first.txt", files_from="list") == ["first.txt", "甲.txt", "乙 丙.txt"]


def test_a_list_by_standard_input(civx: Civx, here: Path) -> None:
    put("a.txt", "reports/b.txt")
    done = civx("extract", "-r", "--files-from", "-", "-f", "jsonl", stdin=b"a.txt\nreports\n")
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["a.txt", "reports/b.txt"]


@pytest.mark.parametrize("command", ["extract", "normalize", "outline", "patterns suggest"])
def test_nothing_to_read_is_a_usage_error(civx: Civx, command: str) -> None:
    done = civx(*command.split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"nothing to read: name files" in done.stderr


def test_standard_input_cannot_be_two_things(civx: Civx) -> None:
    for arguments, listed in ((["-"], b"a.txt\n"), ([], b"a.txt\n-\n")):
        done = civx("extract", *arguments, "--files-from", "-", stdin=listed)
        assert done.returncode == 2
        assert b"standard input cannot be a report and the list of --files-from at once" in done.stderr


@pytest.mark.parametrize("command", ["extract", "normalize", "outline", "patterns suggest"])
def test_a_list_that_is_missing(civx: Civx, command: str) -> None:
    done = civx(*command.split(), "--files-from", "none.lst")
    assert (done.returncode, done.stderr) == (1, b"civx: none.lst: no such file\n")


# --- archives


def test_members_of_an_archive(here: Path) -> None:
    zipped("a.zip", {
        "b.txt": TEXT, "inner/a.md": "敬老院7所", "inner/": "", "__MACOSX/b.txt": "x", ".hidden/c.txt": "x",
        "inner/.DS_Store": "x", "data.ini": "x", "低保.txt": "低保12户",
    })
    found = items(("a.zip",))
    assert [item.name for item in found] == ["a.zip/b.txt", "a.zip/inner/a.md", "a.zip/低保.txt"]
    assert [item.below for item in found] == ["b.txt", "inner/a.md", "低保.txt"]
    assert [read_source(item).text for item in found] == [TEXT, "敬老院7所", "低保12户"]
    assert read_source(found[1]).name == "a.zip/inner/a.md"
    put("reports/z.txt")
    Path("a.zip").rename("reports/a.zip")
    assert [item.below for item in items(("reports",), recursive=True)] == [
        "a.zip/b.txt", "a.zip/inner/a.md", "a.zip/低保.txt", "z.txt",
    ]


@pytest.mark.parametrize("encoding", ["gbk", "big5", "utf-8"])
def test_names_of_members_in_chinese_encodings(here: Path, encoding: str) -> None:
    wanted = {"民政局工作總結/低保.txt": TEXT, "民政局工作總結/養老服務.txt": "敬老院7所"}
    zipped_in("a.zip", wanted, encoding)
    found = items(("a.zip",))
    assert {item.member: read_source(item).text for item in found} == wanted


def test_a_member_can_be_named_by_itself(here: Path) -> None:
    zipped("a.zip", {"inner/b.txt": TEXT, "c.txt": "敬老院7所"})
    assert read("a.zip/inner/b.txt") == TEXT
    assert names("a.zip/inner/b.txt", "a.zip") == ["a.zip/inner/b.txt", "a.zip/c.txt"]
    assert problem(items(("a.zip/none.txt",))[0]) == "not in the archive"
    with pytest.raises(FileProblem, match=r"holds 2 reports: name one of them, as in a\.zip/c\.txt"):
        read("a.zip")


def test_members_cannot_lead_out_of_the_output_folder(here: Path) -> None:
    zipped("a.zip", {"../../up.txt": TEXT, "/root.txt": TEXT, "C:/drive.txt": TEXT})
    assert sorted(item.below for item in items(("a.zip",))) == ["C_/drive.txt", "root.txt", "up.txt"]


def test_what_is_wrong_in_an_archive(here: Path) -> None:
    packed = gzip.compress(TEXT.encode())
    zipped("nested.zip", {"inner.zip": b"PK\x05\x06" + bytes(18), "a.txt": TEXT, "b.txt.gz": packed})
    found = items(("nested.zip",))
    assert read_source(found[0]).text == TEXT
    assert problem(found[1]) == problem(found[2]) == "an archive inside an archive: unpack it first"
    zipped("useless.zip", {"a.ini": "x"})
    assert problem(items(("useless.zip",))[0]).startswith("an archive without any file to read (.txt")
    Path("cut.zip").write_bytes(Path("nested.zip").read_bytes()[:80])
    assert problem(items(("cut.zip",))[0]).startswith("a zip file that is damaged or cut off")
    data = bytearray(Path("nested.zip").read_bytes())
    at = data.index(b"a.txt") + 8
    data[at] ^= 0xFF
    Path("damaged.zip").write_bytes(data)
    assert problem(items(("damaged.zip",))[0]).startswith("cannot be unpacked (")
    encrypted = bytearray(Path("useless.zip").read_bytes().replace(b"a.ini", b"a.txt"))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(signature) + place] |= 1
    Path("encrypted.zip").write_bytes(encrypted)
    assert problem(items(("encrypted.zip",))[0]).startswith("encrypted: unpack the archive with its password")


def test_bombs_are_refused(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LIMIT", 100_000)
    zipped("a.zip", {"big.txt": TEXT * 20_000, "small.txt": TEXT})
    found = items(("a.zip",))
    assert "when unpacked: unpack it first" in problem(found[0])
    assert read_source(found[1]).text == TEXT
    Path("big.txt.gz").write_bytes(gzip.compress((TEXT * 20_000).encode()))
    assert "when unpacked: unpack it first" in problem("big.txt.gz")


def test_gz(here: Path) -> None:
    packed = gzip.compress(TEXT.encode("gbk"))
    Path("a.txt.gz").write_bytes(packed)
    Path("no-suffix").write_bytes(packed)
    Path("cut.txt.gz").write_bytes(packed[:-12])
    Path("twice.txt.gz").write_bytes(gzip.compress(packed))
    assert (read_source("a.txt.gz").text, read_source("a.txt.gz").name) == (TEXT, "a.txt.gz")
    assert read_source("no-suffix").text == TEXT
    assert problem("cut.txt.gz").startswith("a .gz file that is damaged or cut off (")
    assert problem("twice.txt.gz") == "an archive inside an archive: unpack it first"


def test_archives_by_standard_input(civx: Civx, here: Path) -> None:
    zipped("one.zip", {"inner/b.txt": TEXT})
    zipped("two.zip", {"a.txt": TEXT, "b.txt": TEXT})
    assert civx("normalize", "--source", "-", stdin=Path("one.zip").read_bytes()).stdout.decode() == TEXT
    assert civx("normalize", "--source", "-", stdin=gzip.compress(TEXT.encode())).stdout.decode() == TEXT
    done = civx("normalize", "--source", "-", stdin=Path("two.zip").read_bytes())
    assert done.returncode == 1
    assert done.stderr == b"civx: standard input: an archive of 2 reports: save it as a file first\n"


def test_a_bad_file_among_good_ones_stops_nothing(civx: Civx, here: Path) -> None:
    put("a.txt", "reports/z.txt")
    Path("reports/bad.zip").write_bytes(b"PK\x03\x04 no archive")
    done = civx("extract", "-r", "none.txt", "reports", "a.txt", "-f", "jsonl", "-q")
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["reports/z.txt", "a.txt"]
    assert done.returncode == 1
    assert [line.split(b": ")[1] for line in done.stderr.splitlines()] == [b"none.txt", b"reports/bad.zip"]


# --- what cannot be read says what to do


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old Office file that is damaged or of an unknown kind"),
        (b"{\\rtf1\\ansi}", "rich text (.rtf) is read through LibreOffice Writer: install it, or save"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
        (b"Rar!\x1a\x07\0", "a .rar archive: unpack it first"),
    ],
    ids=["doc", "rtf", "png", "jpeg", "rar"],
)
@pytest.mark.parametrize("name", ["report.doc", "report.txt"])
def test_other_kinds_of_files(
    here: Path, name: str, data: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVX_SOFFICE", "")
    Path(name).write_bytes(data)
    assert problem(name).startswith(said)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("xl/workbook.xml", "a workbook that is damaged or not one ("),
        ("ppt/presentation.xml", "a presentation (.pptx)"),
        ("OFD.xml", "an .ofd document that is damaged (OFD.xml names no document)"),
        ("content.xml", "an OpenDocument file"),
    ],
)
def test_other_documents_in_zip_files(here: Path, member: str, said: str) -> None:
    zipped("report.docx", {member: "<x/>"})
    assert problem("report.docx").startswith(said)


def test_text_is_read_whatever_its_name(here: Path) -> None:
    put("report.doc", "report", "report.csv")
    assert {read(name) for name in ("report.doc", "report", "report.csv")} == {TEXT}


def test_names_that_are_no_utf8_stay_apart() -> None:
    names = [os.fsdecode(name) for name in (b"\xff1.txt", b"\xfe1.txt", b"%FF1.txt", b"%25FF1.txt", b"100%.txt")]
    said = [source_name(name) for name in names]
    assert said == ["%FF1.txt", "%FE1.txt", "%25FF1.txt", "%2525FF1.txt", "100%.txt"]


def test_many_comments_at_the_head_of_a_page_cost_no_more_than_their_length() -> None:
    assert kind_of(b"<!---->" * 100 + b"<html><body>5</body></html>", "report.txt") == "html"
    assert kind_of(b"<!---->" * 140 + b"5", "report.txt") == "text"


def test_a_long_run_of_blanks_costs_no_more_than_its_length() -> None:
    for blank in (" ", "\u3000"):
        assert tidy(f"救助{blank * 300_000}5户{blank * 9}\n") == f"救助{blank * 300_000}5户\n"
