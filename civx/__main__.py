"""``python -m civx`` and the ``civx`` command."""
from __future__ import annotations

import signal


def main() -> None:
    """Run the command line; Ctrl-C while the modules are still being loaded ends the process without a traceback."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from civx.cli.main import main as command

    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, before)
    try:
        command()
    except SystemExit as end:
        _leave(end.code)
        raise


def _leave(code: object) -> None:
    """End this process at once where nothing is left to do: taking all modules down would take 10 ms more."""
    import atexit
    import os
    import sys

    if atexit._ncallbacks() or not (code is None or isinstance(code, int)):
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # the ordinary way tells what is wrong
    if sys.gettrace() is None:  # a debugger or a measure of coverage wants its turn
        os._exit(code or 0)


if __name__ == "__main__":
    main()
