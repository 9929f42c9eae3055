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
    command()


if __name__ == "__main__":
    main()
