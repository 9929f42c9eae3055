"""Findings, comparisons, summaries and charts as pages: what they say, where they link, that nothing runs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import Watched, browser
from click.testing import CliRunner, Result

from civx.cli.main import cli

from conftest import SAMPLES

FIRST = "云水县民政局2021年工作总结\n全县有低保对象1200户、2100人，全年发放低保金8600万元。建成农村幸福院12所。\n"
SECOND = "云水县民政局2022年工作总结\n全县有低保对象1100户、1900人，全年发放低保金9200万元。建成农村幸福院15所。\n"
WRONG = "云水县民政局2022年工作总结\n全县有低保对象1900人，其中城市400人，农村1600人<script>alert(1)</script>。\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = []
    for name, text in (("2021.txt", FIRST), ("2022.txt", SECOND), ("<b>wrong.txt", WRONG)):
        found.append(tmp_path / name)
        found[-1].write_text(text, encoding="utf-8")
    return found


class Tags(HTMLParser):
    """The tags and attributes of a page, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def page(path: Path) -> Tags:
    html = path.read_text(encoding="utf-8")
    found = Tags(html)
    assert "default-src 'none'" in html
    assert not re.findall(r"(?:href|src|url)\W{1,3}https?:", html)
    assert not {tag for tag, _ in found.tags} & {"script", "img", "iframe", "object", "form", "b"}
    assert not any(name.startswith("on") or name == "style" for _, own in found.tags for name in own)
    return found


def test_findings_say_the_sum_and_link_to_the_evidence(files: list[Path], tmp_path: Path) -> None:
    result = run("audit", files[2], "--evidence", "evidence.html", "-o", tmp_path / "audit.html")
    assert result.exit_code == 1
    found = page(tmp_path / "audit.html")
    said = json.loads(run("audit", files[2], "-f", "json").stdout)
    assert said and all(one["message"] in found.words for one in said)
    assert "<script>alert(1)</script>" in found.words and "<b>wrong.txt" in found.words
    links = [own["href"] for tag, own in found.tags if tag == "a"]
    assert links == [f"evidence.html#{fact['id']}" for one in said for fact in one["facts"]]


def test_a_comparison_has_all_rows_and_bars_in_proportion(files: list[Path], tmp_path: Path) -> None:
    result = run("compare", *files[:2], "-o", tmp_path / "compare.html")
    assert result.exit_code == 0, result.output
    found = page(tmp_path / "compare.html")
    for words in ("1,200", "1,900", "8,600", "9,200", "+600", "2 / 2"):
        assert words in found.words
    heights = [float(own["height"] or 0) for tag, own in found.tags if tag == "rect"]
    assert heights[:2] == [22.0, pytest.approx(22 * 1100 / 1200, abs=0.1)]
    assert not [own for tag, own in found.tags if tag == "a"]


def test_a_summary_says_what_its_table_says(tmp_path: Path) -> None:
    result = run("summary", *SAMPLES[:2], "-o", tmp_path / "summary.html")
    assert result.exit_code == 0, result.output
    found = page(tmp_path / "summary.html")
    markdown = run("summary", *SAMPLES[:2], "-f", "markdown").stdout
    cells = {cell.strip().replace("\\", "") for line in markdown.splitlines() for cell in line.split("|")[2:]}
    assert len(cells) > 20
    assert all(cell in found.words for cell in cells if re.search(r"\d", cell))


@pytest.mark.parametrize("form", ["svg", "png", "html"])
def test_charts(files: list[Path], tmp_path: Path, form: str) -> None:
    path = tmp_path / f"chart.{form}"
    result = run("chart", *files[:2], "-i", "低保", "-o", path)
    assert result.exit_code == 0, result.output
    if form == "png":
        assert path.read_bytes().startswith(b"\x89PNG")
    elif form == "svg":
        words = "".join(ElementTree.fromstring(path.read_text(encoding="utf-8")).itertext())
        assert "低保对象（户）" in words and "2021" in words and "幸福院" not in words
    else:
        found = page(path)
        assert "1,200" in found.words and "1,900" in found.words
        assert sum(tag == "svg" for tag, _ in found.tags) == sum(tag == "table" for tag, _ in found.tags) == 3


def test_what_cannot_be_drawn_is_said(files: list[Path], tmp_path: Path) -> None:
    alone = run("chart", files[0], "-o", tmp_path / "c.svg")
    assert alone.exit_code == 1 and "nothing to draw" in alone.stderr and not (tmp_path / "c.svg").exists()
    other = run("chart", *files[:2], "-o", tmp_path / "c.gif")
    assert other.exit_code == 2 and "end it in .svg, .png or .html" in other.stderr


@pytest.mark.parametrize("missing", ["jinja2", "altair", "vl_convert"])
def test_a_library_that_is_missing_is_said(
    files: list[Path], tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, missing, None)
    command = ["audit", files[0], "-o", tmp_path / "o.html"]
    if missing != "jinja2":
        command = ["chart", *files[:2], "-o", tmp_path / "o.svg"]
    result = run(*command)
    assert result.exit_code == 1 and not list(tmp_path.glob("o.*"))
    assert ("pip install 'civx[page]'" if missing == "jinja2" else "pip install 'civx[charts]'") in result.stderr


def test_links_lead_to_the_fact_and_pages_are_accessible(files: list[Path], tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert run("page", *files, "-o", tmp_path / "evidence.html", "--lang", "en").exit_code == 0
    run("audit", *files, "--verbose", "--evidence", "evidence.html", "-o", tmp_path / "audit.html")
    run("compare", *files[:2], "--evidence", "evidence.html", "-o", tmp_path / "compare.html")
    run("summary", *files, "-o", tmp_path / "summary.html")
    run("chart", *files[:2], "-o", tmp_path / "charts.html")
    with browser() as running:
        for name in ("audit", "compare", "summary", "charts"):
            watched = Watched(running, bypass_csp=True)
            watched.page.goto((tmp_path / f"{name}.html").as_uri())
            found = Axe().run(watched.page)
            assert found.violations_count == 0, found.generate_report()
            watched.context.close()
        watched = Watched(running)
        watched.page.goto((tmp_path / "compare.html").as_uri())
        watched.page.locator("td a", has_text="1,900").first.click()
        watched.page.wait_for_selector("html[data-ready]")
        assert watched.page.locator("#text mark.chosen").inner_text() == "1900人"
        assert watched.page.input_value("#source") == "1"
