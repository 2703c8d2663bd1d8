"""The README's commands answer as it shows.

In a block marked `console` a line that begins with `$ ` is a command, and what follows is its
output: `…` stands for anything in a line, alone for any lines. The blocks run in order in one
folder; set-up and test commands (`make …`) are left to continuous integration.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown(readme: str) -> list[tuple[str, list[str]]]:
    """Returns each command of the blocks with the lines shown below it."""
    answers: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(readme):
        for line in block.splitlines():
            if line.startswith("$ "):
                answers.append((line[2:], []))
            else:
                answers[-1][1].append(line.rstrip())
    return [(command, lines) for command, lines in answers if not command.startswith("make ")]


def agrees(lines: list[str], output: str) -> bool:
    """Returns whether an output is what the lines show."""
    exact = [re.escape(line).replace("…", ".*") + "\n" for line in lines]
    pattern = "".join(r"(.*\n)*" if line == ".*\n" else line for line in exact)
    said = [line.rstrip() for line in output.strip("\n").splitlines()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in said)) is not None


def answer(command: str, folder: Path) -> str:
    """Returns what a command says, errors included, with a data folder of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {name: text for name, text in os.environ.items() if not name.startswith("MAILLAGE_")}
    own.pop("NEO4J_URI", None)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env={**own, "PATH": path, "MAILLAGE_DATA": str(folder / ".data"), "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.stdout.decode("utf-8")


@pytest.mark.timeout(900)
def test_every_command_of_the_readme_answers_as_shown(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command, lines in shown(readme):
        said = answer(command, tmp_path)
        assert agrees(lines, said), f"$ {command}\n{said}"


def test_a_block_is_read_as_commands_with_their_output() -> None:
    readme = "```console\n$ make demo\n…\n$ maillage loads\n1  anne\n```\n```sh\n$ rm x\n```\n"
    assert shown(readme) == [("maillage loads", ["1  anne"])]


@pytest.mark.parametrize(
    ("lines", "output", "agreed"),
    [
        (["2 passerelles"], "2 passerelles\n", True),
        (["2 passerelles"], "3 passerelles\n", False),
        (["le … à Gien"], "le 7 mai à Gien\n", True),
        (["le … à Gien"], "le 7 mai\nà Gien\n", False),
        (["a", "…", "d"], "a\nb\nc\nd\n", True),
        (["a", "…", "d"], "a\nd\n", True),
        (["a", "…", "d"], "a\nb\n", False),
        (["(1.5)"], "(105)\n", False),
        ([], "", True),
        ([], "erreur\n", False),
    ],
)
def test_three_dots_stand_for_anything(lines: list[str], output: str, agreed: bool) -> None:
    assert agrees(lines, output) is agreed


def test_a_command_is_run_with_the_installed_program_first(tmp_path: Path) -> None:
    assert answer("command -v python; echo perdu >&2", tmp_path) == (
        f"{Path(sys.executable).parent / 'python'}\nperdu\n"
    )
