"""civx turns Chinese civil-affairs reports into numeric facts that can be checked against their source.

The names below are what other programs may rely on; each is imported when it is first used, so that
``import civx`` (and with it ``civx --version``) costs next to nothing.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civx.extractors.model import Extraction, Fact
    from civx.extractors.pipeline import extract
    from civx.extractors.quantities.parsing import parse_number
    from civx.extractors.text.normalize import Normalized, normalize

__version__ = "0.1.0"
__all__ = ["Extraction", "Fact", "Normalized", "__version__", "extract", "normalize", "parse_number"]

_HOMES = {
    "Extraction": "model",
    "Fact": "model",
    "Normalized": "text.normalize",
    "extract": "pipeline",
    "normalize": "text.normalize",
    "parse_number": "quantities.parsing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'civx' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"civx.extractors.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
