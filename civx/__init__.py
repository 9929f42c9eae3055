"""civx turns Chinese civil-affairs reports into numeric facts that can be checked against their source.

The names below are what other programs may rely on; each is imported when it is first used, so that
``import civx`` (and with it ``civx --version``) costs next to nothing. docs/api.md describes them.
"""
from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civx.api.comparing import Comparison, compare
    from civx.api.extraction import Extraction, Extractions
    from civx.api.findings import Findings
    from civx.api.reading import extract, extract_files, read
    from civx.cli.errors import FileProblem
    from civx.extractors.model import Fact
    from civx.extractors.quantities.parsing import parse_number
    from civx.extractors.text.normalize import Normalized, normalize
    from civx.patterns.errors import CivxError, InputError, MissingLibrary
    from civx.patterns.load import PatternError

_HERE = os.path.dirname(os.path.abspath(__file__))
if not os.path.isdir(os.path.join(_HERE, "cli")):  # run from the sources, where the rooms lie beside this folder
    __path__.append(os.path.dirname(_HERE))

__version__ = "0.1.0"
__all__ = [
    "CivxError", "Comparison", "Extraction", "Extractions", "Fact", "FileProblem", "Findings", "InputError",
    "MissingLibrary", "Normalized", "PatternError", "__version__", "compare", "extract", "extract_files", "normalize",
    "parse_number", "read",
]

_HOMES = {
    "CivxError": "patterns.errors",
    "Comparison": "api.comparing",
    "Extraction": "api.extraction",
    "Extractions": "api.extraction",
    "Fact": "extractors.model",
    "FileProblem": "cli.errors",
    "Findings": "api.findings",
    "InputError": "patterns.errors",
    "MissingLibrary": "patterns.errors",
    "Normalized": "extractors.text.normalize",
    "PatternError": "patterns.load",
    "compare": "api.comparing",
    "extract": "api.reading",
    "extract_files": "api.reading",
    "normalize": "extractors.text.normalize",
    "parse_number": "extractors.quantities.parsing",
    "read": "api.reading",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'civx' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"civx.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
