"""The targets of `tests.fuzzing` with coverage-guided inputs, by atheris (libFuzzer).

`python -m tests.guided_fuzzing TARGET [--runs N]`; a finding ends it with a traceback, and its
input is written to a file `crash-…`. `pip install atheris` first: it supports few versions of
Python.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["ccwatch"]):
    from tests.fuzzing import TARGETS, seeds


def main() -> None:
    """Fuzz one target; does not return."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS])
    parser.add_argument("--runs", type=int, default=100_000)
    options = parser.parse_args()
    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds(options.target)):
            (Path(corpus) / f"{number:03}").write_bytes(seed)
        flags = [f"-runs={options.runs}", "-max_len=4096", "-seed=20261125", "-rss_limit_mb=0"]
        atheris.Setup([sys.argv[0], *flags, corpus], TARGETS[options.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
