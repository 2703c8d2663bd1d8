"""Published archives: unpacked beside what they came with, for as long as they are read."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import DataError

ROOM = 1 << 30  # bytes that stay free on the disk


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yields a path whose archives (`.zip`) are unpacked: itself where it holds none.

    Raises:
        DataError: an archive is broken, or unpacked it does not fit on the disk.
    """
    packed = [file for file in _files(path) if file.suffix.lower() == ".zip"]
    if not packed:
        yield path
        return
    with TemporaryDirectory(prefix="maillage-") as folder:
        place = Path(folder)
        for file in _files(path):
            if file not in packed:
                (place / file.name).symlink_to(file.resolve())
        for file in packed:
            _unpack(file, place)
        yield place


def _files(path: Path) -> list[Path]:
    return sorted(filter(Path.is_file, path.iterdir())) if path.is_dir() else [path]


def _unpack(file: Path, place: Path) -> None:
    """Unpacks every file of an archive straight into one folder, each with its day."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            size = sum(part.file_size for part in parts)
            if size + ROOM > shutil.disk_usage(place).free:
                raise DataError("source.no_room", file=file.name, size=size >> 20)
            for part in parts:
                target = place / Path(part.filename.replace("\\", "/")).name
                with archive.open(part) as packed, target.open("xb") as plain:
                    shutil.copyfileobj(packed, plain, 1 << 20)
                written = datetime(*part.date_time).timestamp()
                os.utime(target, (written, written))
    except FileExistsError:
        raise DataError("source.same_names", file=file.name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise DataError("table.broken", file=file.name) from error
