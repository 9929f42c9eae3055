"""The optional libraries that read documents: imported when a document is met, quiet, and their faults in one line."""
from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from civx.cli.errors import FileProblem

_PANIC = "PanicException"  # what becomes of a panic in a library of Rust; no Exception, and of no module of its own


@contextmanager
def library(name: str, extra: str, what: str) -> Iterator[None]:
    """Work with the library ``name`` of the extra ``extra`` on a file that is ``what``, in silence.

    Raises FileProblem where the library is missing, and where it fails on the file.
    """
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FileProblem:
        raise
    except ImportError as error:
        raise FileProblem(f"{what} needs {name}: pip install 'civx[{extra}]'") from error
    except BaseException as error:  # whatever a library does with a malformed file, the other files go on
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        said = " ".join(str(error).split())[:120] or type(error).__name__
        problem = f"{what} that is damaged or not one ({said})"
        raise FileProblem(f"{problem}: save it again with the program that made it") from error
    finally:
        logging.disable(level)
