"""Builds sdist and wheel so that the same commit gives the same bytes: ``python .ci/reproducible.py FOLDER [--check]``.

Times are those of the commit, or of SOURCE_DATE_EPOCH; owners, modes and the order of the sdist's files are fixed,
which setuptools leaves to the checkout. ``--check`` builds twice, from copies of different age, and compares. A line
for each file on standard output: its SHA-256 and its name, as ``sha256sum --check`` takes them.
"""
from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def epoch() -> int:
    """When what is built was made: the time of the last commit, of 2000 where there is none."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    said = subprocess.run(["git", "-C", HERE, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
    return int(said.stdout) if said.returncode == 0 and said.stdout.strip() else 946_684_800


def fixed(sdist: Path, when: int) -> None:
    """The same archive with its files in order, of one time, one owner and two modes."""
    out = io.BytesIO()
    with tarfile.open(sdist) as old, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as new:
        for member in sorted(old.getmembers(), key=lambda member: member.name):
            content = old.extractfile(member) if member.isfile() else None
            plain = tarfile.TarInfo(member.name)
            plain.type, plain.size, plain.mtime = member.type, member.size, when
            plain.mode = 0o755 if member.isdir() else 0o644
            new.addfile(plain, content)
    with open(sdist, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=when) as packed:
        packed.write(out.getvalue())


def build(source: Path, folder: Path, when: int) -> list[Path]:
    """Sdist and wheel of a copy of what git holds in ``source``, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        listed = subprocess.run(
            ["git", "-C", source, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True,
        )
        for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
            if (source / name).is_file():
                target = Path(work, "civx", name)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, target)
                target.chmod(0o644)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(when)}
        command = [sys.executable, "-m", "build", "--outdir", str(folder.resolve())]
        subprocess.run(command, cwd=Path(work, "civx"), env=environment, stdout=subprocess.DEVNULL, check=True)
    built = sorted(folder.glob("civx-*"))
    for path in built:
        if path.name.endswith(".tar.gz"):
            fixed(path, when)
    return built


def main() -> int:
    folder = Path(sys.argv[1])
    when = epoch()
    digests = []
    for again in range(2 if "--check" in sys.argv[2:] else 1):
        built = build(HERE, folder / "again" if again else folder, when)
        digests.append([f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in built])
    print("\n".join(digests[0]))
    if digests[0] != digests[-1]:
        print("built again it is not the same:", *digests[-1], sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
