"""Files dropped on civx's icon: a console opens for them alone, and what is found is written beside each."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from .language import ENGLISH, current, told

_LAUNCHER = 1  # pip's civx.exe, which waits for Python


def own_console() -> bool:
    """Whether the console was opened for this process: Windows does so where a program is started by its icon."""
    if sys.platform == "win32":
        import ctypes

        others = _LAUNCHER if sys.argv[0].lower().endswith(".exe") or not sys.argv[0].endswith(".py") else 0
        return 0 < int(ctypes.windll.kernel32.GetConsoleProcessList((ctypes.c_uint * 4)(), 4)) <= 1 + others
    return False


def paths_alone(arguments: Sequence[str]) -> list[str]:
    """The files and folders of a command line that holds nothing else, but perhaps ``extract``; [] where it does."""
    paths = list(arguments[1:] if arguments[:1] == ["extract"] else arguments)
    return paths if paths and all(map(os.path.exists, paths)) else []


def write_beside(paths: Sequence[str], run: Callable[[list[str]], int]) -> int:
    """Write the facts of each file beside it and say where; the highest exit code of the runs.

    ``run`` is given the arguments of one ``civx extract``. A file that is there already is left as it is.
    """
    code = 0
    for path in paths:
        target = target_of(path)
        worst = run(["extract", path, *(["-r"] if os.path.isdir(path) else []), "-o", target])
        if os.path.exists(target):
            print(told(f"The facts are in {target}."), file=sys.stderr)
        code = max(code, worst)
    return code


def target_of(path: str) -> str:
    """A name beside ``path`` that is free: 报告 数据.xlsx, or .csv where no workbook can be written."""
    from importlib.util import find_spec  # not on the path of --help

    folder, name = os.path.split(os.path.abspath(path))
    stem = name if os.path.isdir(path) else os.path.splitext(name)[0]
    word = "facts" if current() == ENGLISH else told("数据")
    suffix = ".xlsx" if find_spec("xlsxwriter") else ".csv"
    number = 1
    while True:
        target = os.path.join(folder, f"{stem} {word}{f' {number}' if number > 1 else ''}{suffix}")
        if not os.path.exists(target):
            return target
        number += 1
