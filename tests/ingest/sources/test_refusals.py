"""A file of one source is refused by every other, by name, with what was expected and found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import run
from graph.errors import DataError
from ingest.official.source import Asked
from ingest.sources import SOURCES
from tests.ingest.sources.stock import ESTABLISHMENTS, establishment, written

pytestmark = pytest.mark.reference
LHEO = """<?xml version="1.0" encoding="UTF-8"?>
<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="1"></formation></offres></lheo>
"""
FICHES = '"Id_Fiche";"Numero_Fiche";"Intitule";"Actif"\r\n"1";"RNCP1";"Soudeur";"ACTIVE"\r\n'
SERVICES = '[{"id": "a--1", "nom": "Atelier CV", "source": "a", "structure_id": "a--2"}]'
Maker = Callable[[Path, Path], Path]


def _given(text: str, name: str) -> Maker:
    def make(_: Path, folder: Path) -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder / name

    return make


FILES: dict[str, Maker] = {
    "rome": lambda reference, _: reference / "rome" / "unix_referentiel_code_rome_v460_utf8.csv",
    "communes": lambda reference, _: reference / "cog" / "communes_centre_val_de_loire.csv",
    "bassins": lambda reference, _: reference / "bassins" / "lexique-bassins.csv",
    "naf": lambda reference, _: reference / "naf" / "naf_labels.csv",
    "bmo": lambda reference, _: reference / "bmo" / "bmo_2025_centre_val_de_loire.csv",
    "sirene": lambda _, folder: written(
        folder / "StockEtablissement_utf8.csv", ESTABLISHMENTS, [establishment(1)]
    ),
    "rncp": _given(FICHES, "export_fiches_CSV_Standard_2026_09_01.csv"),
    "trainings": _given(LHEO, "offre.xml"),
    "datainclusion": _given(SERVICES, "services-inclusion-2026-09-01.json"),
    "travel": _given("origine;destination;minutes;km\n36044;36088;25;22,5\n", "trajets.csv"),
}
PAIRS = [(name, other) for name in SOURCES for other in FILES if name != other]


def test_every_source_has_a_file_to_give_to_the_others() -> None:
    assert FILES.keys() == SOURCES.keys()


def read_whole(name: str, path: Path) -> None:
    for delivery in SOURCES[name].read(Asked(path)):
        list(delivery.rows)


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_a_file_of_another_source_is_refused_by_name(
    name: str, other: str, reference: Path, tmp_path: Path
) -> None:
    path = FILES[other](reference, tmp_path)
    with pytest.raises(DataError) as refused:
        read_whole(name, path)
    told = str(refused.value)
    assert path.name in told
    assert "attendu" in told
    assert "trouvé" in told


def test_a_refusal_ends_the_command_with_2_and_loads_nothing(
    reference: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MAILLAGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MAILLAGE_LINGER", "1")
    monkeypatch.delenv("NEO4J_URI", raising=False)
    broken = reference / "sirene" / "sample_etablissements_KO_missing_header.csv"
    assert run(["sources", "load", "sirene", "--from", str(broken)]) == 2
    assert "sample_etablissements_KO_missing_header.csv" in capsys.readouterr().err
    assert run(["sources", "load", "naf", "--from", str(reference / "bmo")]) == 2
    assert run(["loads", "--format", "json"]) == 0
    assert '"loads": []' in capsys.readouterr().out
