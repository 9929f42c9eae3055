"""``civx page``, opened in a real browser: what is shown, found, reached, reviewed, and what can never run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Watched
from browser import browser as running
from click.testing import CliRunner

from civx.cli.main import cli
from civx.extractors.pipeline import extract

from conftest import ROOT

SIMPLIFIED = ROOT / "samples" / "district-simplified.txt"
TRADITIONAL = ROOT / "samples" / "county-traditional.txt"
TABLES = ROOT / "samples" / "tables-bulletin.txt"
REPORT = """云水县民政局2023年工作总结

一、社会救助
截至2023年底，全县有低保对象1200户、2100人，其中城市低保300户、480人。全年发放低保金860万元，比上年增长5%。
二、养老服务
建成农村幸福院12所。2024年计划新建3所。
"""
ATTACKS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=2</script>",
    "<img src=x onerror=window.hit=3>",
    "<style>body{display:none}</style>",
    "<a href=javascript:window.hit=4>低保</a>",
    "<iframe srcdoc='<script>parent.hit=5</script>'></iframe>",
    "{{ 7*7 }}{% raw %}",
    "<!--<script>",
    "]]>&lt;svg onload=window.hit=6&gt;<svg onload=window.hit=6>",
    "\u202e低保\u2066\u0007",
    "\u2028window.hit=7\u2029",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with running() as browser:
        yield browser


@pytest.fixture
def watched(chromium: object) -> Iterator[Watched]:
    page = Watched(chromium)  # type: ignore[arg-type]
    yield page
    page.context.close()
    assert page.told == []


def made(tmp_path: Path, *files: Path, options: tuple[str, ...] = ("--lang", "en")) -> Path:
    """A page of the files."""
    page = tmp_path / "evidence.html"
    result = CliRunner().invoke(cli, ["page", *map(str, files), "-o", str(page), *options])
    assert result.exit_code == 0, result.output
    return page


def report(tmp_path: Path, text: str = REPORT, name: str = "云水.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(page: object) -> list[list[str]]:
    return page.evaluate(  # type: ignore[attr-defined, no-any-return]
        "[...document.querySelectorAll('#grid tbody tr[aria-selected]')].map(r => [...r.cells].map(c => c.textContent))"
    )


def test_text_facts_and_what_gave_them(watched: Watched, tmp_path: Path) -> None:
    source = report(tmp_path)
    facts = extract(REPORT, provenance=True).facts
    page = watched.open(made(tmp_path, source))
    assert page.locator("#text h2").first.inner_text() == "云水县民政局2023年工作总结"
    marks = [
        (int(mark.get_attribute("data-at") or -1), mark.inner_text()) for mark in page.locator("#text mark").all()
    ]
    assert marks == [(fact.start, fact.quote) for fact in facts]
    assert page.locator("#count").inner_text() == f"{len(facts)} of {len(facts)} facts"
    city = next(fact for fact in facts if fact.quote == "480人")
    page.locator("#text mark", has_text="480人").click()
    assert page.locator("#grid tr[aria-selected=true]").inner_text().split("\t")[:2] == ["480", "人"]
    because = city.because or {}
    lit = {piece.inner_text() for piece in page.locator("#text .ground").all()}
    for reason in because.values():
        if reason.start is not None:
            words = REPORT[reason.start : reason.end]
            assert any(words.startswith(one) or one in words for one in lit), words
    tree = page.locator("#detail ul").first.inner_text()
    assert "2100人" in tree and "480人" in tree
    page.locator("#detail .go", has_text="2100人").first.click()
    assert page.locator("#text mark.chosen").inner_text() == "2100人"


def test_filters_search_and_sorting(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(made(tmp_path, SIMPLIFIED, TRADITIONAL))
    page.select_option("#f-programme", "婚姻登记")
    found = rows(page)
    assert found and {row[3] for row in found} == {"婚姻登记"}
    page.click("#clear")
    page.fill("#search", "結婚登記")  # Traditional words find the Simplified report too
    sources = {row[-1] for row in rows(page)}
    page.select_option("#f-status", "actual")
    assert rows(page)
    page.click("#clear")
    page.locator("#grid th button", has_text="value").click()
    values = [float(row[0].lstrip("≈><≥≤ ").split("–")[0].replace(",", "")) for row in rows(page)]
    assert values == sorted(values) and len(values) > 10
    assert sources == {"not reviewed"}


def test_only_rows_in_sight_are_in_the_page(watched: Watched, tmp_path: Path) -> None:
    many = report(tmp_path, "某县2023年工作总结\n" + "".join(f"救助困难群众{1000 + n}人。\n" for n in range(1500)))
    page = watched.open(made(tmp_path, many))
    assert page.locator("#count").inner_text().startswith("1500 of")
    assert len(rows(page)) < 120
    page.evaluate("document.getElementById('grid').scrollTop = 1e6")
    page.locator("#grid tbody td", has_text="2,499").first.wait_for()
    assert len(rows(page)) < 120


def test_keys(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(made(tmp_path, report(tmp_path)))
    chosen = page.locator("#text mark.chosen")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert chosen.inner_text() == "2100人"
    page.keyboard.press("k")
    assert chosen.inner_text() == "1200户"
    page.keyboard.press("c")
    assert page.locator("#progress").inner_text().startswith("1 of")
    page.keyboard.press("n")
    assert chosen.inner_text() == "2100人"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("u")
    assert page.locator("#progress").inner_text().startswith("0 of")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("j")  # typed, no command
    assert page.input_value("#search") == "j"
    page.locator("#grid").focus()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_review_reload_export_and_apply(watched: Watched, tmp_path: Path) -> None:
    source = report(tmp_path)
    page = watched.open(made(tmp_path, source))
    page.fill("#who", "王")
    page.keyboard.press("Tab")
    page.locator("#text mark", has_text="1200户").click()
    page.locator("#detail button", has_text="Confirm").click()
    page.locator("#text mark", has_text="480人").click()
    page.locator("#detail button", has_text="Correct").click()
    page.fill("#detail input[name=subject]", "城市低保对象")
    page.locator("#detail form button", has_text="Save").click()
    page.locator("#text mark", has_text="300户").click()
    page.locator("#detail button", has_text="Delete").click()
    _select(page, "底")
    page.locator("#detail button", has_text="Add selected text").click()
    page.fill("#detail input[name=subject]", "试加")
    page.fill("#detail input[name=value]", "7")
    page.fill("#detail input[name=unit]", "个")
    page.locator("#detail form button", has_text="Save").click()
    assert page.locator("#progress").inner_text().startswith("4 of")
    for _ in range(4):  # what is kept goes to another process of Chromium's, and reloading may be faster than that
        page.wait_for_timeout(500)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        if page.locator("#progress").inner_text().startswith("4 of"):
            break
    assert page.locator("#progress").inner_text().startswith("4 of")
    assert page.locator("#text mark.corrected").inner_text() == "480人"
    with page.expect_download() as download:
        page.click("#export")
    corrections = tmp_path / "corrections.jsonl"
    download.value.save_as(corrections)
    entries = [json.loads(line) for line in corrections.read_text(encoding="utf-8").splitlines()]
    assert sorted(entry["action"] for entry in entries) == ["added", "confirmed", "corrected", "deleted"]
    assert {entry["who"] for entry in entries} == {"王"}
    result = CliRunner().invoke(cli, ["extract", str(source), "-f", "jsonl", "--corrections", str(corrections)])
    facts = {fact["quote"]: fact for fact in map(json.loads, result.stdout.splitlines())}
    assert (facts["480人"]["subject"], facts["480人"]["reviewed"]) == ("城市低保对象", "corrected")
    assert facts["1200户"]["reviewed"] == "confirmed" and "300户" not in facts
    assert (facts["底"]["value"], facts["底"]["subject"], facts["底"]["reviewed"]) == (7, "试加", "added")


def test_a_colleagues_corrections_are_taken_and_conflicts_shown(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(made(tmp_path, report(tmp_path)))
    page.locator("#text mark", has_text="480人").click()
    page.keyboard.press("c")
    with page.expect_download() as download:
        page.click("#export")
    mine = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    other = {**mine, "action": "corrected", "after": {**mine["before"], "subject": "城镇低保人员"}, "who": "李"}
    at = REPORT.index("860万元")
    third = {**mine, "start": at, "end": at + 5, "quote": "860万元", "who": "李"}
    foreign = {**mine, "sha256": "0" * 64}
    theirs = tmp_path / "theirs.jsonl"
    lines = [json.dumps(one, ensure_ascii=False) for one in (other, third, foreign)]
    theirs.write_text("\n".join([*lines, "{no json"]) + "\n", encoding="utf-8")
    page.set_input_files("#file", str(theirs))
    page.wait_for_selector("#clash[open]")
    assert page.locator("#said").inner_text() == (
        "1 corrections imported · 1 are of other files and were left · line 4 is no correction"
    )
    assert page.locator("#text mark.confirmed").all_inner_texts() == ["480人", "860万元"]  # mine stays until I choose
    page.locator("#clashes input").nth(1).check()
    page.locator("#clash button").click()
    assert page.locator("#text mark.corrected").inner_text() == "480人"


def test_nothing_of_a_report_runs(watched: Watched, tmp_path: Path) -> None:
    lines = (f"全县{attack}有低保对象{100 + n}户。\n" for n, attack in enumerate(ATTACKS))
    text = "某县2023年工作总结\n" + "".join(lines)
    name = "<img src=x onerror=window.hit=8>&\"'.txt"
    title = "</title><script>hit=9</script>"
    page = watched.open(made(tmp_path, report(tmp_path, text, name), options=("--title", title)))
    for mark in page.locator("#text mark").all():
        mark.click()
    page.keyboard.press("c")
    page.evaluate("state.columns = ALL_COLUMNS; listFacts()")
    page.check("#rejected")
    page.select_option("#lang", "en")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit === undefined")
    assert page.locator("body :is(script:not([type]), iframe, img, svg, a)").count() == 1  # the page's own script
    shown = page.locator("#text").inner_text()
    assert "<script>window.hit=1</script>" in shown and "\u202e" not in shown and "□低保□□" in shown
    assert page.locator("#title").inner_text() == title


def test_no_script_but_its_own_may_run(watched: Watched, tmp_path: Path) -> None:
    path = made(tmp_path, report(tmp_path))
    html = path.read_text(encoding="utf-8")
    planted = "<script>window.hit=1</script><b onclick='hit=2' id=b>b</b></body>"
    path.write_text(html.replace("</body>", planted), "utf-8")
    page = watched.open(path)
    page.evaluate("document.getElementById('b').click()")
    assert page.evaluate("window.hit === undefined")
    assert watched.told and all("Content Security Policy" in line for line in watched.told)
    watched.told.clear()


def test_both_languages_and_values(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(made(tmp_path, report(tmp_path), options=("--lang", "zh")))
    assert page.locator("#export").inner_text() == "导出更正"
    assert rows(page)[0][5] == "实际"
    page.select_option("#lang", "en")
    assert page.locator("#export").inner_text() == "Export corrections"
    assert rows(page)[0][5] == "actual"
    assert page.evaluate("Object.keys(WORDS.zh).join() === Object.keys(WORDS.en).join()")


def test_tables_stay_tables(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(made(tmp_path, TABLES))
    assert page.locator("#text table").count() > 0
    cell = page.locator("#text td mark").first
    cell.click()
    assert page.locator("#text mark.chosen").count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(chromium: object, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = Watched(chromium, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = watched.open(made(tmp_path, TRADITIONAL))
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.press("e")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    watched.context.close()


def test_prints_the_report_and_all_its_facts(watched: Watched, tmp_path: Path) -> None:
    import pypdfium2

    page = watched.open(made(tmp_path, SIMPLIFIED))
    printed = page.pdf(format="A4")
    document = pypdfium2.PdfDocument(printed)
    text = "".join(one.get_textpage().get_text_range() for one in document)
    width, height = document[0].get_size()
    assert abs(width - 595) < 2 and abs(height - 842) < 2
    facts = extract(SIMPLIFIED.read_text(encoding="utf-8")).facts
    assert len(document) > 5 and facts[-1].subject[:4] in text


def test_a_page_is_small_and_needs_no_network(tmp_path: Path) -> None:
    html = made(tmp_path, TRADITIONAL).read_text(encoding="utf-8")
    assert len(html.encode()) < 1_000_000
    assert "http://" not in html and "https://" not in html
    assert "default-src 'none'" in html and "unsafe" not in html


def _select(page: object, words: str) -> None:
    """Selects the first place of these words in the text."""
    page.evaluate(  # type: ignore[attr-defined]
        """words => {
          const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )
