"""`python -m ccwatch`: the same as the command `ccwatch`."""

from ccwatch.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
