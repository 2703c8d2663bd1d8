"""Runs the benchmarks named on the command line, or all: `python -m tests.bench snapshot`.

A benchmark is a module of this folder with a `main()` that prints its figures beside its peer's.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    """Runs each in turn; an unknown name fails with the import's own words."""
    here = Path(__file__).parent
    for name in names or sorted(path.stem for path in here.glob("[a-z]*.py")):
        print(f"== {name}", flush=True)
        import_module(f"tests.bench.{name}").main()


main(sys.argv[1:])
