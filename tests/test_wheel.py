"""The wheel carries every file of the five folders and nothing else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.source import FOLDERS, ROOT, tracked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tracked files, built without a network."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = "\0".join(tracked()).encode()
    packed = subprocess.run(
        ["tar", "-c", "--null", "-T", "-"], cwd=ROOT, input=listed, capture_output=True, check=True
    )
    subprocess.run(["tar", "-x"], cwd=source, input=packed.stdout, check=True)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(build, cwd=source, check=True, capture_output=True, timeout=120)
    (built,) = target.glob("maillage-*.whl")
    return built


def test_the_wheel_holds_every_tracked_file_of_the_folders(wheel: Path) -> None:
    expected = {path for path in tracked() if path.split("/")[0] in FOLDERS}
    inside = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == expected


def test_the_wheel_brings_its_command_and_its_licence(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        described = {name.split(".dist-info/")[-1]: name for name in archive.namelist()}
        commands = archive.read(described["entry_points.txt"]).decode()
        licence = archive.read(described["licenses/LICENSE"]).decode()
    assert commands.split() == ["[console_scripts]", "maillage", "=", "api.cli:main"]
    assert "Apache License" in licence
