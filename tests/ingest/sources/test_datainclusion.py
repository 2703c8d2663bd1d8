"""data·inclusion in its published layouts: what its structures and services say, and what is left.

The small files are written as the publisher's program writes them: JSON in one line with epoch
milliseconds and escaped slashes, lists as Python writes them in a CSV and in a workbook, the
workbook with a first column of row numbers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.current import Current
from graph.declare import NODES
from graph.errors import DataError
from graph.kinds import Choice as Kinds
from graph.servers import Place as ServerPlace
from graph.wording import spoken
from ingest.official.choice import Choice, Place
from ingest.official.source import Asked, Delivery, Row
from ingest.sources import load_official
from ingest.sources.datainclusion import SOURCE
from ingest.sources.inclusion_people import without_people
from ingest.sources.inclusion_terms import ROLES, kind_of, label
from tests.graphs import keys_of, node, opened, tell

STRUCTURE = (
    "courriel horaires_accueil id lien_source description siret source date_maj reseaux_porteurs "
    "telephone site_web accessibilite_lieu nom longitude latitude complement_adresse commune "
    "adresse code_postal code_insee"
)
SERVICE = (
    "lien_mobilisation horaires_accueil source structure_id lien_source conditions_acces date_maj "
    "id description thematiques modes_accueil modes_mobilisation mobilisable_par "
    "mobilisation_precisions publics publics_precisions type frais frais_precisions "
    "nombre_semaines volume_horaire_hebdomadaire zone_eligibilite nom longitude latitude "
    "complement_adresse commune adresse code_postal code_insee contact_nom_prenom courriel "
    "telephone score_qualite"
)
STRUCTURE_0 = (
    "id siret rna nom commune code_postal code_insee adresse complement_adresse longitude latitude "
    "typologie telephone courriel site_web presentation_resume presentation_detail source date_maj "
    "antenne lien_source horaires_ouverture accessibilite labels_nationaux labels_autres "
    "thematiques"
)
SERVICE_0 = (
    "id structure_id source nom presentation_resume presentation_detail types thematiques "
    "prise_rdv frais frais_autres profils profils_precisions pre_requis cumulable justificatifs "
    "formulaire_en_ligne commune code_postal code_insee adresse complement_adresse longitude "
    "latitude recurrence date_creation date_suspension lien_source telephone courriel "
    "contact_public date_maj modes_accueil zone_diffusion_type zone_diffusion_code "
    "zone_diffusion_nom contact_nom_prenom page_web"
)

SIRET = "99990000400006"
HALL = {"code_insee": "36044", "commune": "Châteauroux", "date_maj": date(2026, 5, 4)}
MISSION: dict[str, Any] = HALL | {
    "id": "dora--mission-locale",
    "source": "dora",
    "nom": "Mission Locale de l'Indre",
    "siret": SIRET,
    "reseaux_porteurs": ["mission-locale"],
    "site_web": "https://ml.example.org/a",
    "adresse": "12 rue du Lavoir",
    "latitude": 46.81,
    "longitude": 1.69,
    "telephone": "+33254000000",
    "courriel": "accueil@ml.example.org",
}
AIDE: dict[str, Any] = HALL | {
    "id": "dora--Aide:2026",
    "source": "dora",
    "structure_id": "dora--mission-locale",
    "nom": "Aide au permis",
    "description": "Un prêt d'honneur.\n\nPour l'\"autonomie\", c'est utile.",
    "lien_source": "https://dora.example.org/aide",
    "thematiques": ["mobilite--preparer-un-permis", "se-former--trouver-sa-formation"],
    "publics": ["jeunes", "demandeurs-emploi"],
    "publics_precisions": "de 16 à 25 ans",
    "modes_accueil": ["en-presentiel"],
    "frais": "payant",
    "frais_precisions": "10 €",
    "zone_eligibilite": ["36044", "36", "243600327"],
    "contact_nom_prenom": "Camille Durand",
    "telephone": "0254000001",
    "courriel": "camille.durand@ml.example.org",
    "score_qualite": 0.9,
}
PLACES = (
    Place("com:36044", 46.81, 1.69, frozenset({"dep:36", "epci:243600327", "reg:24"})),
    Place("com:37261", 47.39, 0.69, frozenset({"dep:37", "reg:24"})),
)
INDRE = Choice(("dep:36",), places=PLACES)


def with_nulls(rows: list[dict[str, Any]], columns: list[str]) -> list[dict[str, Any]]:
    """Returns rows with every column, as a frame has them."""
    assert not {name for row in rows for name in row} - set(columns)
    return [{name: row.get(name) for name in columns} for row in rows]


def as_json(path: Path, rows: list[dict[str, Any]]) -> None:
    def milliseconds(day: date) -> int:
        return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)

    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=milliseconds)
    path.write_text(told.replace("/", "\\/"), encoding="utf-8")


def as_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def as_xlsx(path: Path, rows: list[dict[str, Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([None, *rows[0]])
    for number, row in enumerate(rows):
        cells = [str(one) if isinstance(one, list) else one for one in row.values()]
        sheet.append([number, *cells])
    book.save(path)


WRITERS = {"json": as_json, "csv": as_csv, "xlsx": as_xlsx}


def published(
    folder: Path,
    structures: list[dict[str, Any]] | None = None,
    services: list[dict[str, Any]] | None = None,
    *,
    day: str = "2026-06-08",
    ending: str = "json",
    version: int = 1,
) -> Path:
    """Writes the files of an edition; returns the folder."""
    folder.mkdir(exist_ok=True)
    columns = {"structures": STRUCTURE, "services": SERVICE}
    if version == 0:
        columns = {"structures": STRUCTURE_0, "services": SERVICE_0}
    for name, rows in (("structures", structures), ("services", services)):
        if rows:
            path = folder / f"{name}-inclusion-{day}.{ending}"
            WRITERS[ending](path, with_nulls(rows, columns[name].split()))
    return folder


def delivered(path: Path, choice: Choice | None = None) -> tuple[list[Row], Delivery]:
    [delivery] = SOURCE.read(Asked(path, choice or Choice()))
    return list(delivery.rows), delivery


def of(rows: list[Row], record: str) -> dict[tuple[str, ...], dict[str, Any]]:
    found = [row for row in rows if row.record == record]
    assert len({row.ends for row in found}) == len(found)
    return {row.ends: row.values for row in found}


def left(delivery: Delivery) -> dict[str, int]:
    """Returns what is left by the end of its code; a zero would be told as a sentence."""
    assert all(delivery.left.values())
    return {code.removeprefix("source.left.inclusion_"): n for code, n in delivery.left.items()}


@pytest.fixture
def current(embedded_place: ServerPlace) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


@pytest.mark.parametrize("ending", list(WRITERS))
def test_every_format_says_all_that_is_read(tmp_path: Path, ending: str) -> None:
    rows, delivery = delivered(published(tmp_path / ending, [MISSION], [AIDE], ending=ending))
    assert (delivery.version, delivery.published_on) == ("2026-06-08", "2026-06-08")
    assert of(rows, "Actor") == {
        (SIRET,): {
            "name": "Mission Locale de l'Indre",
            "kind": "youth",
            "siret": SIRET,
            "siren": "999900004",
            "address": "12 rue du Lavoir",
            "url": "https://ml.example.org/a",
            "latitude": 46.81,
            "longitude": 1.69,
        }
    }
    assert of(rows, "Service") == {
        ("dora-aide-2026",): {
            "name": "Aide au permis",
            "description": "Un prêt d'honneur.\n\nPour l'\"autonomie\", c'est utile.",
            "audience": "Jeunes, Demandeurs d’emploi – de 16 à 25 ans",
            "modes": ["En présentiel"],
            "fees": "Payant – 10 €",
            "url": "https://dora.example.org/aide",
            "updated_on": "2026-05-04",
        }
    }
    assert of(rows, "Topic") == {
        ("mobilite-preparer-un-permis",): {"name": "Préparer un permis"},
        ("se-former-trouver-sa-formation",): {"name": "Trouver sa formation"},
    }
    assert set(of(rows, "Actor-LOCATED_IN-Territory")) == {(SIRET, "com:36044")}
    assert set(of(rows, "Actor-OFFERS-Service")) == {(SIRET, "dora-aide-2026")}
    assert {topic for _, topic in of(rows, "Service-ANSWERS_TO-Topic")} == {
        "mobilite-preparer-un-permis",
        "se-former-trouver-sa-formation",
    }
    zone = {territory for _, territory in of(rows, "Service-COVERS-Territory")}
    assert zone == {"com:36044", "dep:36", "epci:243600327"}
    assert left(delivery) == {}


@pytest.mark.parametrize("ending", list(WRITERS))
def test_the_layout_of_version_0_is_read_too(tmp_path: Path, ending: str) -> None:
    first: dict[str, Any] = {"source": "Mednum", "date_maj": date(2024, 1, 2), "siret": SIRET}
    structures = [
        first | {"id": "Coop_1", "nom": "Médiathèque", "typologie": "BIB", "antenne": True},
        first | {"id": "2", "nom": "Ville", "typologie": "MUNI", "antenne": False},
    ]
    service: dict[str, Any] = HALL | {
        "source": "Mednum",
        "structure_id": "Coop_1",
        "presentation_resume": "Court.",
        "presentation_detail": "Long.",
        "thematiques": ["numerique", "numerique--creer-avec-le-numerique"],
        "frais": ["gratuit", "adhesion"],
        "profils": ["adultes"],
        "page_web": "https://v.example.org/x",
    }
    zones = [("region", "24"), ("departement", "36"), ("epci", "243600327"), ("commune", "36044")]
    zones += [("pays", ""), ("departement", "Indre")]
    services = [
        service
        | {"id": str(at), "nom": f"Service {at}", "zone_diffusion_type": kind}
        | ({"zone_diffusion_code": code} if code else {})
        for at, (kind, code) in enumerate(zones)
    ]
    path = published(tmp_path / "v0", structures, services, ending=ending, version=0)
    rows, delivery = delivered(path)
    assert {key: told["kind"] for (key,), told in of(rows, "Actor").items()} == {
        "mednum-coop-1": "inclusion",
        SIRET: "authority",
    }
    branch = of(rows, "Actor")[("mednum-coop-1",)]
    assert "siret" not in branch
    assert branch["siren"] == SIRET[:9]
    assert of(rows, "Service")[("mednum-0",)] == {
        "name": "Service 0",
        "description": "Long.",
        "audience": "Adultes",
        "fees": "Gratuit, Adhésion",
        "url": "https://v.example.org/x",
        "updated_on": "2026-05-04",
    }
    assert set(of(rows, "Service-COVERS-Territory")) == {
        ("mednum-0", "reg:24"),
        ("mednum-1", "dep:36"),
        ("mednum-2", "epci:243600327"),
        ("mednum-3", "com:36044"),
    }
    assert left(delivery) == {"country": 1, "zone": 1}


def test_a_service_suspended_by_the_day_of_the_edition_is_left(tmp_path: Path) -> None:
    base = {"source": "dora", "structure_id": "1", "date_maj": date(2024, 1, 2)}
    days = {"a": date(2026, 6, 7), "b": date(2026, 6, 8), "c": date(2026, 6, 9), "d": None}
    services = [base | {"id": key, "nom": key, "date_suspension": day} for key, day in days.items()]
    structures = [{"id": "1", "nom": "S", "source": "dora", "date_maj": date(2024, 1, 2)}]
    path = published(tmp_path / "v0", structures, services, version=0)
    rows, delivery = delivered(path)
    assert set(of(rows, "Service")) == {("dora-c",), ("dora-d",)}
    assert left(delivery) == {"closed": 2}


def structure(key: str, commune: str | None = "36044", **values: Any) -> dict[str, Any]:
    return {
        "id": f"dora--{key}",
        "source": "dora",
        "nom": key,
        "code_insee": commune,
        "date_maj": date(2026, 1, 1),
    } | values


def service(key: str, of: str, zone: list[str] | None = None, **values: Any) -> dict[str, Any]:
    return structure(key, None) | {"structure_id": f"dora--{of}", "zone_eligibilite": zone} | values


@pytest.mark.parametrize("turned", [False, True])
def test_structures_of_one_siret_and_commune_are_one_told_by_the_latest(
    tmp_path: Path, turned: bool
) -> None:
    structures = [
        structure("old", siret=SIRET, date_maj=date(2025, 1, 1)),
        structure("new", siret=SIRET),
        structure("nowhere", None, siret=SIRET, date_maj=date(2024, 1, 1)),
    ]
    services = [service("a", "old"), service("b", "nowhere")]
    path = published(tmp_path / "x", structures[:: -1 if turned else 1], services)
    rows, delivery = delivered(path)
    assert {key: told["name"] for (key,), told in of(rows, "Actor").items()} == {SIRET: "new"}
    assert set(of(rows, "Actor-OFFERS-Service")) == {(SIRET, "dora-a"), (SIRET, "dora-b")}
    assert left(delivery) == {"same": 2}


def test_a_siret_told_in_two_communes_is_nobodys_key_even_where_one_alone_is_asked_for(
    tmp_path: Path,
) -> None:
    path = published(
        tmp_path / "x",
        [structure("here", siret=SIRET), structure("there", "37261", siret=SIRET)],
    )
    rows, delivery = delivered(path, INDRE)
    assert {key: told.get("siren") for (key,), told in of(rows, "Actor").items()} == {
        "dora-here": SIRET[:9]
    }
    assert "siret" not in of(rows, "Actor")[("dora-here",)]
    assert left(delivery) == {"outside": 1}


def test_a_wrong_siret_is_counted_and_the_structure_goes_by_its_id(tmp_path: Path) -> None:
    rows, delivery = delivered(published(tmp_path / "x", [structure("a", siret="12345678901234")]))
    assert set(of(rows, "Actor")) == {("dora-a",)}
    assert left(delivery) == {"siret": 1}


@pytest.mark.parametrize("turned", [False, True])
def test_a_territory_takes_what_is_there_offered_there_or_meant_for_it(
    tmp_path: Path, turned: bool
) -> None:
    services = [
        service("by-structure", "here", ["37"]),
        service("by-place", "there", code_insee="36044"),
        service("by-zone", "there", ["37261", "36"]),
        service("national", "there", ["france"]),
        service("elsewhere", "there", ["37"]),
        service("abroad", "here", ["99131", "99100"]),
    ]
    structures = [structure("here"), structure("there", "37261"), structure("idle", "37261")]
    step = -1 if turned else 1
    path = published(tmp_path / "x", structures[::step], services[::step])
    rows, delivery = delivered(path, INDRE)
    assert {key for (key,) in of(rows, "Service")} == {
        "dora-by-structure",
        "dora-by-place",
        "dora-by-zone",
        "dora-abroad",
    }
    assert set(of(rows, "Service-COVERS-Territory")) == {("dora-by-zone", "dep:36")}
    assert {key for (key,) in of(rows, "Actor")} == {"dora-here", "dora-there"}
    assert set(of(rows, "Actor-LOCATED_IN-Territory")) == {("dora-here", "com:36044")}
    assert left(delivery) == {"outside": 3, "country": 1, "zone": 1}


def test_an_arrondissement_is_its_town(tmp_path: Path) -> None:
    codes = ["75111", "69388", "13201", "13001"]
    path = published(
        tmp_path / "x",
        [structure(code, code) for code in codes],
        [service("zone", "75111", ["75120", "75101"])],
    )
    rows, _ = delivered(path)
    assert {town for _, town in of(rows, "Actor-LOCATED_IN-Territory")} == {
        "com:75056",
        "com:69123",
        "com:13055",
        "com:13001",
    }
    assert set(of(rows, "Service-COVERS-Territory")) == {("dora-zone", "com:75056")}


def test_no_person_telephone_or_address_of_a_mailbox_is_kept(tmp_path: Path) -> None:
    wordy = "Écrire à camille.durand@ml.example.org ou appeler le 06 12 34 56 78."
    said = AIDE | {
        "description": wordy,
        "publics_precisions": wordy,
        "frais_precisions": wordy,
        "nom": "Aide 06.12.34.56.78",
        "lien_source": "mailto:camille.durand@ml.example.org",
    }
    rows, _ = delivered(published(tmp_path / "x", [MISSION], [said]))
    told = str([row.values for row in rows])
    for forbidden in ("Camille", "durand", "@", "0254", "+33254", "56 78", "56.78"):
        assert forbidden not in told
    values = of(rows, "Service")[("dora-aide-2026",)]
    assert values["description"] == "Écrire à […] ou appeler le […]."
    assert "url" not in values


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Tél : 0254000000", "Tél : […]"),
        ("Tél.06 12 34 56 78 ou tel0612345678", "Tél.[…] ou tel[…]"),
        ("au +33 (0)6 12 34 56 78 ou", "au […] ou"),
        ("0033612345678", "[…]"),
        ("02-54-00-00-00, x.y+z@a.b.fr!", "[…], […]!"),
        ("du 01/02/2024 10h au 03.04.2025", "du 01/02/2024 10h au 03.04.2025"),
        ("SIRET 01234567890123, le 3949, 01 à 05", "SIRET 01234567890123, le 3949, 01 à 05"),
    ],
)
def test_telephones_are_told_from_days_and_numbers(text: str, kept: str) -> None:
    assert without_people(text) == kept


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "0612345678",
        "(+33)6 12 34 56 78",
        "+33 06 12 34 56 78",
        "(0)6 12 34 56 78",
        "06 12.34.56.78",
        "06  12  34  56  78",
        "06 - 12 - 34 - 56 - 78",
        "06–12–34–56–78",
        "06/12/34/56/78",
        "06\u00a012\u202f34 56 78",
        "0612 345 678",
        "0 800 123 456",
        "jean.dupont @ mairie.fr",
        "jean.dupont (at) mairie.fr",
        "jean.dupont[at]mairie(point)fr",
    ],
)
def test_telephones_and_mailboxes_are_withheld_however_they_are_written(written: str) -> None:
    for before, after in (("Tél : ", "."), ("36000 Châteauroux, ", " ou 3949"), ("", "")):
        assert without_people(f"{before}{written}{after}") == f"{before}[…]{after}"
    assert without_people(f"0254000000/{written}") == "[…]/[…]"


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 012 345 678 00012, SIREN 012 345 678",
        "SIRET 123 456 789 01234 36000 Châteauroux",
        "RNA W012345678",
        "01000 Bourg, 01100 - 01200, 01000 01100",
        "1 200 €, 10 000 000 euros, le 01.02.24 1000 €, de 0,50 - 10.00 - 5.00 €",
        "2019 2020 2021, 2024-2025, rentrée 09 2024 - 2025, 2008 - 2009 - 2010",
        "le 01 02 2024 10h, du 01/02/2024 10h, du 02-09-2024 au 05-07-2025",
        "du 06.09.24 - 12.10.24, 2024-01-02 2024-03-04, 01/02 - 03/04/24",
        "de 08.30 - 12.00 - 14.00, 10 @ 2.5 €, NAF 01.11Z",
        "Instagram @mairie36",
    ],
)
def test_other_figures_of_a_text_stay(text: str) -> None:
    assert without_people(text) == text


@pytest.mark.parametrize(
    "personal", ["0612345678", "a.b@c.fr", "a.b%40c.fr", "06%2012%2034%2056%2078"]
)
def test_a_page_whose_address_tells_a_person_gives_way_to_the_next(
    tmp_path: Path, personal: str
) -> None:
    page = f"https://x.example.org/{personal}"
    said = AIDE | {"lien_source": page, "lien_mobilisation": "https://x.example.org/b"}
    path = published(tmp_path / "x", [MISSION | {"site_web": page}], [said])
    rows, _ = delivered(path)
    assert "url" not in of(rows, "Actor")[(SIRET,)]
    assert of(rows, "Service")[("dora-aide-2026",)]["url"] == "https://x.example.org/b"


def test_a_description_is_cut_after_a_word(tmp_path: Path) -> None:
    path = published(tmp_path / "x", [MISSION], [AIDE | {"description": "mot " * 2000}])
    rows, _ = delivered(path)
    told = of(rows, "Service")[("dora-aide-2026",)]["description"]
    assert len(told) <= 2000
    assert told.endswith("mot…")


def test_records_without_a_name_or_with_an_id_given_before_are_left(tmp_path: Path) -> None:
    path = published(
        tmp_path / "x",
        [structure("a"), structure("A", nom="again"), structure("b", nom=" ")],
        [service("s", "a"), service("s", "a"), service("t", "b"), service("u", "gone")],
    )
    rows, delivery = delivered(path)
    assert {key: told["name"] for (key,), told in of(rows, "Actor").items()} == {"dora-a": "a"}
    assert set(of(rows, "Service")) == {("dora-s",)}
    assert left(delivery) == {"nameless": 1, "repeated": 2, "orphan": 2}


def test_one_file_may_stand_alone(tmp_path: Path) -> None:
    published(tmp_path / "x", [MISSION], [AIDE])
    structures, services = (
        delivered(tmp_path / "x" / f"{name}-inclusion-2026-06-08.json", INDRE)
        for name in ("structures", "services")
    )
    assert {row.record for row in structures[0]} == {"Actor", "Actor-LOCATED_IN-Territory"}
    assert set(of(services[0], "Service")) == {("dora-aide-2026",)}
    assert of(services[0], "Actor-OFFERS-Service") == {}
    assert left(services[1]) == {"offer": 1}


def test_of_several_files_the_newest_is_read_and_json_first(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    for day, ending, name in (
        ("2026-06-01", "json", "older"),
        ("2026-06-08", "xlsx", "workbook"),
        ("2026-06-08", "csv", "csv"),
        ("2026-06-08", "json", "newest"),
    ):
        published(folder, [structure("a", nom=name)], day=day, ending=ending)
    rows, delivery = delivered(folder)
    assert of(rows, "Actor")[("dora-a",)]["name"] == "newest"
    assert delivery.version == "2026-06-08"


def test_an_edition_whose_name_tells_no_day_is_that_of_its_file(tmp_path: Path) -> None:
    published(tmp_path / "x", [MISSION])
    [file] = (tmp_path / "x").iterdir()
    renamed = file.rename(tmp_path / "x" / "structures-20269999.json")
    _, delivery = delivered(renamed)
    assert delivery.published_on == date.fromtimestamp(renamed.stat().st_mtime).isoformat()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("communes.csv", "code_insee,nom\n36044,Châteauroux\n"),
        ("services.json", '{"items": []}'),
        ("services.json", "[1, 2]"),
        ("services.json", '[{"id": "1", "nom": "x"}]'),
        ("structures-inclusion-2026-06-08.parquet", "PAR1"),
    ],
)
def test_a_file_of_another_layout_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    for given in (path, tmp_path):
        with pytest.raises(DataError, match=rf"siret[\s\S]*{name}|{name}[\s\S]*siret") as refused:
            delivered(given)
        assert refused.value.code == "source.layout"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("thematiques", "['mobilite--preparer-un-permis'"),
        ("thematiques", "[" * 5000),
        ("thematiques", "[print]"),
        ("thematiques", "[{[]: 1}]"),
        ("date_maj", "hier"),
        ("structure_id", ""),
        ("id", "—"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, column: str, value: str
) -> None:
    path = published(tmp_path / "x", [MISSION], [AIDE | {column: value}], ending="csv")
    with pytest.raises(DataError) as refused:
        delivered(path)
    assert refused.value.code == "source.inclusion_value"
    assert "services-inclusion-2026-06-08.csv" in str(refused.value)
    assert column in str(refused.value)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    folder = published(tmp_path / "x", [MISSION], [AIDE, AIDE | {"id": "dora--2"}])
    file = folder / "services-inclusion-2026-06-08.json"
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(DataError) as refused:
        delivered(folder)
    assert refused.value.code == "table.unreadable"
    assert file.name in str(refused.value)


def test_a_theme_has_its_label_and_the_key_that_people_reach_it_by() -> None:
    theme = "souvrir-a-linternational--sorganiser-suite-a-son-retour-en-france"
    assert label("thematiques", theme) == "S’organiser suite à son retour en France"
    assert label("thematiques", "mobilite--voler") == "Mobilite voler"
    assert NODES["Topic"].key.reader(theme) == theme.replace("--", "-")


def test_every_role_is_one_that_actors_have_and_the_strongest_holds() -> None:
    kinds = NODES["Actor"].properties["kind"]
    assert isinstance(kinds, Kinds)
    assert set(ROLES.values()) | {kind_of([])} <= set(kinds.choices)
    assert kind_of(["communes", "france-service", "mission-locale"]) == "youth"
    assert kind_of(["france-service"]) == "inclusion"
    assert kind_of(["PREF"]) == "state"


def test_a_newer_edition_takes_away_what_it_no_longer_says(
    current: Current, tmp_path: Path
) -> None:
    place = node("com:36044", name="Châteauroux", kind="commune", latitude=46.81, longitude=1.69)
    tell(current, ("Territory", [place]))
    gone = service("gone", "mission-locale", ["36044"], thematiques=["sante--addictions"])
    first = published(tmp_path / "1", [MISSION, structure("closing")], [AIDE, gone])
    [report] = load_official(current, "datainclusion", first, Choice(("com:36044",)))
    assert dict(report.outcome.created) == {
        "Actor": 2,
        "Service": 2,
        "Topic": 3,
        "Actor-LOCATED_IN-Territory": 2,
        "Actor-OFFERS-Service": 2,
        "Service-ANSWERS_TO-Topic": 3,
        "Service-COVERS-Territory": 2,
    }
    alone = published(tmp_path / "alone", None, [AIDE], day="2026-06-15")
    with pytest.raises(DataError, match="structures"):
        load_official(current, "datainclusion", alone, Choice(("com:36044",)))
    national = service("all", "mission-locale", ["france"])
    changed = AIDE | {"nom": "Aide au permis B", "thematiques": AIDE["thematiques"][:1]}
    second = published(tmp_path / "2", [MISSION], [changed, national], day="2026-06-15")
    [report] = load_official(current, "datainclusion", second, Choice(("com:36044",)))
    assert keys_of(current, "Actor") == [SIRET]
    assert keys_of(current, "Service") == ["dora-aide-2026", "dora-all"]
    assert keys_of(current, "Topic") == ["mobilite-preparer-un-permis"]
    rows = current.store.read("MATCH (s:Service {key: 'dora-aide-2026'}) RETURN s.name").rows
    assert rows == [("Aide au permis B",)]
    with spoken("fr"):
        assert any("France entière" in told for told in report.sentences())
    with spoken("en"):
        assert any("whole of France" in told for told in report.sentences())


@pytest.mark.parametrize(
    "start", ["[{[]: 1}]", "[{{}: 1}]", "[" * 100_000, '[{"a":' + "[" * 100_000, "[{1: 1}]"]
)
def test_json_that_is_no_list_of_records_is_refused(tmp_path: Path, start: str) -> None:
    path = published(tmp_path / "x", [MISSION]) / "structures-inclusion-2026-06-08.json"
    whole = path.read_text(encoding="utf-8")
    for text in (start, whole[:-1] + "," + start[1:]):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=path.name) as refused:
            delivered(path)
        assert refused.value.code in {"source.layout", "table.unreadable"}


def test_folders_and_links_to_nothing_are_no_files(tmp_path: Path) -> None:
    folder = published(tmp_path / "x", [MISSION], [AIDE])
    for name in ("a.json", "services-inclusion-2026-06-15.json", "b.csv"):
        (folder / name).mkdir()
    for name in ("c.json", "d.csv", "structures-inclusion-2026-06-15.xlsx"):
        (folder / name).symlink_to(tmp_path / "nowhere")
    assert delivered(folder)[1].version == "2026-06-08"


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_day_in_a_name_that_is_none_is_refused_with_the_name(tmp_path: Path, ending: str) -> None:
    folder = published(tmp_path / "x", [MISSION], day="2026-99-99", ending=ending)
    (folder / "other-2026-99-99.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"structures-inclusion-2026-99-99.{ending}") as refused:
        delivered(folder)
    assert refused.value.code == "source.date"


def test_structures_and_services_of_two_days_are_never_mixed(tmp_path: Path) -> None:
    folder = published(tmp_path / "x", [MISSION], [AIDE], day="2026-06-08")
    published(folder, [MISSION], day="2026-06-15")
    with pytest.raises(DataError) as refused:
        delivered(folder)
    assert refused.value.code == "source.inclusion_days"
    assert "services-inclusion-2026-06-08.json" in str(refused.value)
    assert "structures-inclusion-2026-06-15.json" in str(refused.value)
    published(folder, None, [AIDE], day="2026-06-15")
    assert delivered(folder)[1].version == "2026-06-15"
