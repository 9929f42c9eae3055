"""docs/architecture.md and numbers.md: their examples are runs; the tables of the first name every folder of
extractors/."""
from __future__ import annotations

import doctest
import re

import pytest

from conftest import ROOT

GUIDE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["architecture", "numbers"])
def test_what_the_examples_print(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    examples = "".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, page, f"docs/{page}.md", 0)
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not said, "".join(said)


def test_every_room_is_named() -> None:
    rooms = {path.parent.name for path in (ROOT / "extractors").glob("*/__init__.py")}
    assert rooms
    assert {room for room in rooms if f"`{room}/`" not in GUIDE} == set()
