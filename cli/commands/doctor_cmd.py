"""``civx doctor``: what this installation can do, what it lacks, and what to do about it."""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click

from civx.cli.language import current, left, told, width

_CHINESE_FONTS = (
    r"C:\Windows\Fonts\msyh.ttc", r"C:\Windows\Fonts\simsun.ttc", "/System/Library/Fonts/PingFang.ttc",
)
_OUTPUTS = (
    ("xlsx", "xlsxwriter", "xlsx"), ("parquet", "pyarrow", "parquet"), ("page", "jinja2", "page"),
    ("charts", "vl_convert", "charts"),
)


class Check(NamedTuple):
    """One thing that was looked at: what it is, how it is, whether it is well, and what to do where it is not."""

    what: str
    found: str
    well: bool = True
    fix: str = ""


@click.command()
@click.option("-f", "--format", "format_name", type=click.Choice(("table", "json")), default="table", show_default=True)
@click.pass_context
def doctor(ctx: click.Context, format_name: str) -> None:
    """Show what this installation can do, what it lacks, and what to do about it.

    Versions, language and encodings, the pattern files, fonts for charts, and of each kind of file whether it can be
    read or written. Exit code 1 where civx itself is damaged; what is merely not installed is no fault.
    """
    checks = list(_checks())
    if format_name == "json":
        click.echo(json.dumps([check._asdict() for check in checks], ensure_ascii=False, indent=1))
    else:
        most = max(width(told(check.what)) for check in checks)
        for check in checks:
            mark = told("ok") if check.well else told("missing")
            fix = f"  → {told(check.fix)}" if check.fix else ""
            click.echo(f"{left(mark, 8)} {left(told(check.what), most)}  {told(check.found)}{fix}")
    ctx.exit(0 if all(check.well for check in checks if check.what == "pattern files") else 1)


def _checks() -> Iterator[Check]:
    import platform
    from importlib.util import find_spec

    from civx import __version__
    from civx.cli.config import NAME
    from civx.cli.inputs.catalogue import KINDS

    yield Check("civx", f"{__version__} ({os.path.dirname(os.path.dirname(os.path.abspath(__file__)))})")
    yield Check("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    yield Check("language", current())
    for name, stream in (("standard output", sys.stdout), ("standard error", sys.stderr)):
        yield Check(name, str(getattr(stream, "encoding", "none")))
    yield Check("names of files", sys.getfilesystemencoding())
    yield _patterns()
    yield Check("settings", NAME if os.path.isfile(NAME) else "none")
    yield _font()
    for kind in KINDS:
        yield Check(f"reads {' '.join(kind.suffixes)}", kind.by, kind.ready, kind.fix)
    for name, module, extra in _OUTPUTS:
        there = find_spec(module) is not None
        yield Check(f"writes {name}", module, there, "" if there else f"pip install 'civx[{extra}]'")


def _patterns() -> Check:
    """Whether the words and rules are all there and can be read."""
    from civx.patterns.load import PatternError, load

    try:
        load(())
    except (PatternError, OSError, ImportError) as error:
        return Check("pattern files", f"damaged: {error}", False, "install civx again")
    return Check("pattern files", "whole")


def _font() -> Check:
    """Whether a chart can show Chinese, which needs a font that has it."""
    import shutil
    import subprocess

    if any(map(os.path.exists, _CHINESE_FONTS)):
        return Check("Chinese font", "there is one")
    program = shutil.which("fc-list")
    if program is not None:
        try:
            command = [program, ":lang=zh", "family"]
            listed = subprocess.run(command, capture_output=True, timeout=10, check=False).stdout
        except (OSError, subprocess.TimeoutExpired):
            listed = b""
        if listed.strip():
            return Check("Chinese font", listed.decode("utf-8", "replace").split("\n")[0].split(",")[0])
    return Check("Chinese font", "none found", False, "install Noto Sans CJK, for civx chart")
