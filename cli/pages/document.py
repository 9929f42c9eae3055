"""One HTML file from what it is to hold: template, style, scripts and data, with a policy that lets only these run."""
from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from civx import __version__
from civx.cli.errors import FileProblem

if TYPE_CHECKING:
    from jinja2 import Environment

# The page's scripts in the order in which they run; together they are one.
_SCRIPTS = ("words.js", "data.js", "text.js", "table.js", "review.js", "detail.js", "main.js")


def engine() -> Environment:
    """The engine of the templates beside the scripts, with all that is put into them escaped.

    Raises FileProblem, saying what to install, where it is missing.
    """
    try:
        from jinja2 import Environment, FunctionLoader
    except ImportError as error:
        raise FileProblem("a page needs jinja2: pip install 'civx[page]'") from error
    environment = Environment(autoescape=True, loader=FunctionLoader(asset), trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def page(data: dict[str, Any], title: str) -> str:
    """The page as text. Nothing of ``data`` or ``title`` can become markup, style or script. Raises FileProblem."""
    environment = engine()
    from markupsafe import Markup

    style, script = asset("page.css"), "\n".join(asset(name) for name in _SCRIPTS)
    policy = (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return str(environment.get_template("page.html").render(
        data=data, title=title, lang="zh-CN" if data["lang"] == "zh" else "en", version=__version__,
        policy=Markup(policy), style=Markup(style), script=Markup(script),
    ))


@lru_cache
def asset(name: str) -> str:
    """A file beside this module, as text."""
    return files("civx.cli.pages").joinpath("assets", name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """The source of a policy that is just this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
