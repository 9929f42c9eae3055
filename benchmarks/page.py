"""How long a page of evidence takes to open and to scroll: ``python benchmarks/page.py``.

20 made-up reports with some 5,000 facts in one page, opened in Chromium as a user would, from a file. The time is from
asking for it until it can be used; scrolling is the slowest of 200 steps through the table of facts.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FILES, ROUNDS, STEPS = 20, 5, 200
_SCROLL = """async steps => {
  const pane = document.getElementById('grid');
  let slowest = 0;
  for (let step = 0; step < steps; step += 1) {
    const start = performance.now();
    pane.scrollTop = step * 137;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    slowest = Math.max(slowest, performance.now() - start);
  }
  return slowest;
}"""


def main() -> int:
    browser = os.environ.get("CIVX_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("no Chromium on this machine")
        return 1
    from playwright.sync_api import sync_playwright

    samples = Path(__file__).parent.parent / "samples"
    with tempfile.TemporaryDirectory() as folder:
        base = (samples / "bulletin.txt").read_text(encoding="utf-8")
        base += (samples / "full-length.txt").read_text(encoding="utf-8")
        for number in range(FILES):
            text = base.replace("2022", str(2003 + number))
            Path(folder, f"report{number:02}.txt").write_text(text, encoding="utf-8")
        page = Path(folder, "evidence.html")
        civx = [sys.executable, "-m", "civx"]
        subprocess.run([*civx, "page", *sorted(map(str, Path(folder).glob("*.txt"))), "-o", str(page)], check=True)
        print(f"page: {page.stat().st_size / 1e6:.1f} MB of {FILES} reports")
        opened, scrolled = [], []
        with sync_playwright() as driver:
            running = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            for _ in range(ROUNDS):
                tab = running.new_page(viewport={"width": 1400, "height": 900})
                tab.goto(page.as_uri())
                tab.wait_for_selector("html[data-ready]")
                opened.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"))
                scrolled.append(tab.evaluate(_SCROLL, STEPS))
                facts = tab.locator("#count").inner_text()
                tab.close()
            running.close()
        print(f"opened with {facts}: {statistics.median(opened):.2f} s (target: below 2)")
        print(f"slowest step of scrolling: {statistics.median(scrolled):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
