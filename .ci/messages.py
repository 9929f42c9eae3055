"""Finds the messages for people in the sources: help, errors, notes, heads of tables, findings.

A message is a text of several words in a module that speaks to people, or any text given to ``told``; of an f-string
the names of its fields stay as placeholders. What is no message though it looks like one says ``# no message`` on
its line.
"""
from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Modules that say nothing to people: what they hold are expressions, SQL, markup.
SILENT = (
    "cli/pages/content.py", "cli/language", "cli/formats/json_schema.py", "cli/formats/data_package.py",
    "cli/formats/columns.py", "cli/formats/database.py", "cli/formats/datasette.py", "cli/formats/extra_sheets.py",
    "cli/formats/legend.py", "cli/formats/views.py",
    "cli/sarif.py", "analysis/audit/examples.py", "analysis/family_examples.py",
    "cli/demo_report.py",
)
ROOMS = ("cli", "analysis")
_WORD = re.compile(r"(?<![-{<#=\w.])[A-Za-z’']{2,}(?![-}=(\w])")
# SQL, markup, JSON, names of modules and libraries: no words for people.
_CODE = re.compile(
    r"(?:default-src|INSERT|DELETE|CREATE|SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|UPDATE|PRAGMA|ALTER|DROP|WITH) |"
    r"\s*[<\"]|.*[=:]\"|\{\"|civx\.cli\.|.*\"[a-z_]+\": |:\w+:|docx:|\{\w+\} (?:AS|FROM) ",
)
_TEMPLATE = re.compile(r'told\("([^"]+)"\)')
_MARK = "# no message"


def messages(root: Path = ROOT) -> dict[str, str]:
    """Every message as it stands in the catalogue, and the module that says it."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if not name.startswith(SILENT):
                for text in _of(path.read_text(encoding="utf-8")):
                    found.setdefault(text, name)
    for path in sorted((root / "cli" / "pages" / "assets").glob("*.html")):
        for text in _TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(text, path.relative_to(root).as_posix())
    return found


def _of(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    unmarked = {number for number, line in enumerate(source.split("\n"), 1) if _MARK in line}
    documents = set()
    parents: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            parents[child] = node
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node, clean=False)
            if text is not None:
                documents.add(id(node.body[0].value))  # type: ignore[attr-defined]
                if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
                    yield inspect.cleandoc(text)
    for node in ast.walk(tree):
        if id(node) in documents or not isinstance(node, (ast.Constant, ast.JoinedStr)):
            continue
        if any(line in unmarked for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)):
            continue
        parent = parents.get(node)
        if isinstance(parent, ast.JoinedStr):
            continue  # a piece of it
        text = _template(node)
        if text is None or text.startswith("civx.cli."):
            continue
        if isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "counted":
            yield f"1 {text}"
            yield f"{{number}} {text}s"
        elif _is_told(node, parents):
            yield text
        elif _is_prose(text) and not _is_aside(node, parents):
            yield f"{{start}}{text}" if isinstance(parent, ast.AugAssign) else text


def _is_prose(text: str) -> bool:
    """Whether a text reads like words for people: several of them, or one beside a placeholder."""
    if _CODE.match(text):
        return False
    words = len(_WORD.findall(text))
    return " " in text and (words > 1 or (words == 1 and "{" in text and any(map(str.isalpha, text))))


def _is_command(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group")


def _is_told(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether the text is given to ``told``, or is the help of an option."""
    above = parents.get(node)
    while isinstance(above, (ast.IfExp, ast.BoolOp, ast.Tuple, ast.Starred)):
        above = parents.get(above)
    if isinstance(above, ast.keyword):
        return above.arg in ("help", "summary", "metavar")
    if not isinstance(above, ast.Call):
        return False
    called = above.func
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in ("told", "N_", "Lazy")


def _is_aside(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether the text is an expression, or what only readers of the code see."""
    above = parents.get(node)
    while above is not None and not isinstance(above, ast.stmt):
        if isinstance(above, ast.Call):
            called = above.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in ("compile", "execute", "executemany", "getattr", "TypeVar", "within"):
                return True
        above = parents.get(above)
    return False


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    assert isinstance(node, ast.JoinedStr)
    names: dict[str, int] = {}
    parts = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
            continue
        assert isinstance(value, ast.FormattedValue)
        name = _name(value.value)
        names[name] = names.get(name, 0) + 1
        parts.append("{" + name + (str(names[name]) if names[name] > 1 else "") + "}")
    return "".join(parts)


def _name(node: ast.expr) -> str:
    """What a placeholder is called: the last name in its expression that is no function's."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        inner = [_name(value) for value in node.args if not isinstance(value, ast.Starred)]
        return next((name for name in inner if name != "value"), "value")
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return "value"
