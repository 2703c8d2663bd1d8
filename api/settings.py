"""What the environment says: where the graph and its ledger live, in which language to speak."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast, get_args

from graph.errors import DataError
from graph.kinds import FALSE
from graph.servers import Place
from graph.viewer import LEVELS, Viewer, Visibility
from graph.wording import Language


@dataclass(frozen=True)
class Settings:
    """The settings of one process; `state` is the SQL database of the ledger, as a URL.

    `retention` holds the months of the types that are kept for other than their declared time.
    """

    place: Place
    state: str
    demonstration: bool = False
    language: Language = "fr"
    questions: Path | None = None
    visibility: Visibility | None = None
    retention: Mapping[str, int] = field(default_factory=dict, hash=False)

    def viewer(self, default: Visibility = "cell") -> Viewer:
        """Returns who reads from this machine: the operator, at `default` unless told less."""
        return Viewer(visibility=self.visibility or default)


def from_environment(
    environment: Mapping[str, str] | None = None,
    *,
    demonstration: bool = False,
    visibility: str | None = None,
) -> Settings:
    """Returns the settings that the environment and the command line ask for.

    Raises:
        DataError: a setting has a value it may not have.
    """
    given = os.environ if environment is None else environment
    demo = demonstration or given.get("MAILLAGE_DEMO", "0").lower() not in FALSE | {""}
    folder = Path(given["MAILLAGE_DATA"]) if given.get("MAILLAGE_DATA") else _platform_folder()
    place = _place(folder, given, demo)
    return Settings(
        place,
        _state(place, given, demo),
        demo,
        _language(given.get("MAILLAGE_LANG", "fr")),
        Path(given["MAILLAGE_QUESTIONS"]) if given.get("MAILLAGE_QUESTIONS") else None,
        _visibility(visibility),
        _retention(given.get("MAILLAGE_RETENTION", "")),
    )


def _platform_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("maillage", appauthor=False)


def _place(folder: Path, given: Mapping[str, str], demo: bool) -> Place:
    """The demonstration has a store of its own, always embedded: it never meets real data."""
    if demo:
        return Place((folder / "demo").absolute())
    place = Place((folder / "graph").absolute())
    if not given.get("NEO4J_URI"):
        return place
    user = given.get("NEO4J_USER") or given.get("NEO4J_USERNAME") or place.user
    password = given.get("NEO4J_PASSWORD", "")
    database = given.get("NEO4J_DATABASE") or place.database
    folder = (folder / f"neo4j-{_mark(given['NEO4J_URI'], database)}").absolute()
    return replace(
        place,
        folder=folder,
        uri=given["NEO4J_URI"],
        user=user,
        password=password,
        database=database,
    )


def _mark(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=4).hexdigest()


def _state(place: Place, given: Mapping[str, str], demo: bool) -> str:
    asked = "" if demo else given.get("MAILLAGE_STATE", "")
    if "://" in asked:
        return asked
    path = Path(asked).absolute() if asked else place.folder / "state.sqlite"
    return f"sqlite:///{path}"


def _language(asked: str) -> Language:
    for known in get_args(Language):
        if asked == known:
            return cast("Language", known)
    raise DataError("settings.language", value=asked)


def _visibility(asked: str | None) -> Visibility | None:
    for level in LEVELS:
        if asked == level:
            return level
    if asked:
        raise DataError("settings.visibility", value=asked, right=", ".join(LEVELS))
    return None


def _retention(asked: str) -> Mapping[str, int]:
    if not asked:
        return {}
    from graph.retention import read_periods

    return read_periods(asked)
