"""Checks a built wheel: ``python .ci/wheel_contents.py FILE.whl`` from the project's folder."""
from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ROOMS = ("civx", "analysis", "cli", "extractors", "patterns")


def wanted() -> set[str]:
    """The files of every room, as the wheel should name them."""
    files = {"civx/py.typed"}
    for room in ROOMS:
        for path in Path(room).rglob("*"):
            if path.suffix in (".py", ".yaml", ".mo") or path.parent.name in ("assets", "demo"):
                files.add(("" if room == "civx" else "civx/") + path.as_posix())
    return files


def main() -> int:
    names = zipfile.ZipFile(sys.argv[1]).namelist()
    held = {name for name in names if ".dist-info/" not in name and ".data/data/share/man/" not in name}
    licences = [name for name in names if name.endswith("LICENSE")]
    for name in sorted(wanted() - held):
        print(f"missing from the wheel: {name}", file=sys.stderr)
    for name in sorted(held - wanted()):
        print(f"does not belong in the wheel: {name}", file=sys.stderr)
    if not licences:
        print("missing from the wheel: LICENSE", file=sys.stderr)
    print(f"{len(held)} files")
    return 0 if held == wanted() and licences else 1


if __name__ == "__main__":
    sys.exit(main())
