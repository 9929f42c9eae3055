"""Programs on this machine that turn old documents into ones that civx reads, each run on a copy in its own folder."""
from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from civx.cli.errors import FileProblem

OFFICE = ("soffice", "libreoffice")
ANTIWORD = "antiword"
_SECONDS = 120
_NOWHERE = "http://127.0.0.1:9"  # a proxy that is not there: pictures that a document links to are not fetched
_MOST = 100_000_000  # bytes of what a program gives back


def office() -> str | None:
    """The path of a LibreOffice with its Writer; the variable CIVX_SOFFICE says which, "" that none is to be used."""
    path = found(*([os.environ["CIVX_SOFFICE"]] if "CIVX_SOFFICE" in os.environ else OFFICE))
    if path is None:
        return None
    parts = Path(os.path.realpath(path)).parent
    return None if (parts / "libsclo.so").exists() and not (parts / "libswlo.so").exists() else path


def found(*names: str) -> str | None:
    """The path of the first of the programs that is on the machine."""
    return next((path for name in names if name and (path := shutil.which(name))), None)


def as_docx(data: bytes, suffix: str, program: str) -> bytes:
    """What LibreOffice makes a .docx of it: in a profile of its own, so without macros, and with no way to the network.

    Raises FileProblem where it gives none.
    """
    with tempfile.TemporaryDirectory(prefix="civx-") as folder:
        source = Path(folder, f"in{suffix}")
        source.write_bytes(data)
        done = _run([
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", folder, str(source),
        ], folder)
        made = Path(folder, "in.docx")
        if not made.is_file():
            said = " ".join(done.split())[-80:] or "it said nothing"
            raise FileProblem(
                f"LibreOffice made no .docx of it ({said}): the file is damaged, or LibreOffice lacks its Writer"
            )
        if made.stat().st_size > _MOST:
            raise FileProblem("LibreOffice made more than 100 MB of it: save it as .docx")
        return made.read_bytes()


def with_antiword(data: bytes, program: str) -> str:
    """The text that antiword finds in a .doc file, each paragraph a line. Raises FileProblem where it finds none."""
    with tempfile.TemporaryDirectory(prefix="civx-") as folder:
        source = Path(folder, "in.doc")
        source.write_bytes(data)
        text = _run([program, "-m", "UTF-8.txt", "-w", "0", str(source)], folder)
    if not text.strip() or "is not a Word Document" in text:  # no message
        raise FileProblem("antiword finds no text in it: save it as .docx with Word, WPS or LibreOffice")
    return text


def _run(command: list[str], folder: str) -> str:
    """What a program says. Raises FileProblem where it takes too long or cannot be run."""
    name = os.path.basename(command[0])
    nowhere = {f"{scheme}_proxy": _NOWHERE for scheme in ("http", "https", "ftp", "all")}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, cwd=folder,
            env={**os.environ, **nowhere}, check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileProblem(f"{name} took more than {_SECONDS} seconds over it: save it as .docx") from error
    except OSError as error:
        raise FileProblem(f"{name} cannot be run ({error.strerror or error}): save the file as .docx") from error
    return (done.stdout or done.stderr).decode("utf-8", "replace")
