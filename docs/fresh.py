"""Pages that are made of the code: written anew, or with ``--check`` only compared."""
from __future__ import annotations

import sys
from pathlib import Path


def written_or_checked(page: Path, text: str, script: str) -> int:
    """Write ``text`` to ``page``; with ``--check`` among the arguments say whether it is there already, 1 where not."""
    if "--check" not in sys.argv:
        page.write_text(text, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != text:
        print(f"{page} is stale: run python docs/{script}", file=sys.stderr)
        return 1
    return 0
