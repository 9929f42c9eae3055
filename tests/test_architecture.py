"""docs/architecture.md: its examples are runs, and its tables name every folder of extractors/."""
from __future__ import annotations

import doctest
import re

from conftest import ROOT

GUIDE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_way_of_one_number() -> None:
    examples = "".join(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "architecture", "docs/architecture.md", 0)
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not said, "".join(said)


def test_every_room_is_named() -> None:
    rooms = {path.parent.name for path in (ROOT / "extractors").glob("*/__init__.py")}
    assert rooms
    assert {room for room in rooms if f"`{room}/`" not in GUIDE} == set()
