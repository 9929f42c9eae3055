"""One HTML file from what it is to hold: template, style, scripts and data, with a policy that lets only these run."""
from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civx import __version__
from civx.cli.errors import FileProblem

# The page's scripts in the order in which they run; together they are one.
_SCRIPTS = ("words.js", "data.js", "text.js", "table.js", "review.js", "detail.js", "main.js")


def page(data: dict[str, Any], title: str) -> str:
    """The page as text. Nothing of ``data`` or ``title`` can become markup, style or script.

    Raises FileProblem, saying what to install, where the engine of templates is missing.
    """
    try:
        from jinja2 import Environment
        from markupsafe import Markup
    except ImportError as error:
        raise FileProblem("a page needs jinja2: pip install 'civx[page]'") from error

    environment = Environment(autoescape=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    style, script = _asset("page.css"), "\n".join(_asset(name) for name in _SCRIPTS)
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = environment.from_string(_asset("page.html"))
    return str(template.render(
        data=data, title=title, lang="zh-CN" if data["lang"] == "zh" else "en", version=__version__,
        policy=Markup(policy), style=Markup(style), script=Markup(script),
    ))


@lru_cache
def _asset(name: str) -> str:
    return files("civx.cli.pages").joinpath("assets", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The source of a policy that is just this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
