"""The tracked files of the project, and what its Python files say, for the tests of the frame."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FOLDERS = ("graph", "ingest", "queries", "viz", "api")


@cache
def tracked(*patterns: str) -> tuple[str, ...]:
    """Returns the paths git keeps and the checkout holds, relative to the root, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def text(path: str) -> str:
    """Returns a tracked file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


def modules() -> list[str]:
    """Returns the Python files of the five folders."""
    return [path for path in tracked("*.py") if path.split("/")[0] in FOLDERS]


@cache
def tree(path: str) -> ast.Module:
    """Returns a Python file parsed."""
    return ast.parse(text(path), path)


def imports(path: str) -> set[str]:
    """Returns the first names of all that a file imports, inside its functions too."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def calls(path: str) -> Iterator[tuple[str, ast.Call]]:
    """Yields the calls of a file with the last name of what they call."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node
