"""``python -m civx``: the same as the ``civx`` command."""
from civx.cli.main import main

if __name__ == "__main__":
    main()
