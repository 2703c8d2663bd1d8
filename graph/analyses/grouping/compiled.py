"""Functions compiled to machine code the first time they are called, and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Returns the function compiled by numba, for callers in Python and in compiled functions.

    Where no folder takes what is compiled, each process compiles for itself.
    """
    try:
        return cast("F", numba.njit(cache=True)(function))
    except RuntimeError:
        return cast("F", numba.njit(function))
