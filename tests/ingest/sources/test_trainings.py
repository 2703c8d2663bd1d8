"""Trainings load from LHEO and from plain tables, and hostile files do no harm."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from openpyxl import Workbook

from graph.current import Current
from graph.errors import DataError
from graph.servers import Place as Server
from ingest.official.choice import Choice, Place
from ingest.official.source import Asked, Row
from ingest.sources import load_official
from ingest.sources.lheo_days import first_day, last_day
from ingest.sources.trainings import SOURCE
from ingest.sources.xml_streams import events_of, forget
from tests.graphs import keys_of, node as said, opened, tell

FIRST, OLD, NEW = "http://www.lheo.org/2.0", "http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.3"
AFPA = "82422814201874"
VEIGNE, TOURS, GRASSE = "37266", "37261", "06069"
NEAR = Choice(("dep:37",), places=(Place("com:37266", 47.3, 0.7, frozenset({"dep:37"})),))
PERSON = "<civilite>Madame</civilite><nom>LENOIR</nom><prenom>Michèle</prenom>"


def place(code: str) -> str:
    """Returns a place of training as a Carif writes it, with the name of whom to ask."""
    return (
        f"<lieu-de-formation>\n<coordonnees>{PERSON}<adresse>\n<ligne>Le Passoir</ligne>"
        f"<codepostal>37250</codepostal><ville>Veigné</ville><departement>37</departement>"
        f"<code-INSEE-commune>{code}</code-INSEE-commune><region>24</region><pays>FR</pays>"
        f"</adresse></coordonnees>\n</lieu-de-formation>\n"
    )


def session(number: str, start: str, end: str, more: str = "") -> str:
    return (
        f'<session numero="{number}" datecrea="20010503" datemaj="20261013">\n<periode>\n'
        f"<debut>{start}</debut>\n<fin>{end}</fin>\n</periode>\n"
        f"<adresse-inscription><adresse><ligne>-</ligne><codepostal>75010</codepostal>"
        f"<ville>Paris</ville><code-INSEE-commune>75110</code-INSEE-commune></adresse>"
        f"</adresse-inscription>\n<etat-recrutement>1</etat-recrutement>\n{more}</session>\n"
    )


def action(number: str, where: str, *sessions: str, mode: str = "0", more: str = "") -> str:
    return (
        f'<action numero="{number}" datemaj="20261013">\n<rythme-formation>-</rythme-formation>\n'
        f"<modalites-alternance>-</modalites-alternance>\n"
        f"<modalites-enseignement>{mode}</modalites-enseignement>\n{where}"
        f"<modalites-entrees-sorties>0</modalites-entrees-sorties>\n{''.join(sessions)}"
        f"{more}</action>\n"
    )


def formation(
    number: str,
    title: str,
    *actions: str,
    siret: str = AFPA,
    name: str = "AFPA de Veigné",
    more: str = "<certification>\n<code-RNCP>320</code-RNCP>\n</certification>\n",
    themes: str = '<code-FORMACODE ref="V12" tag="principal">22403</code-FORMACODE>\n'
    '<code-FORMACODE ref="V12">22402</code-FORMACODE>\n<code-NSF>233</code-NSF>\n'
    "<code-ROME>F1604</code-ROME>\n",
) -> str:
    return (
        f'<formation numero="{number}" datecrea="20010503" datemaj="20261013" href="">\n'
        f"<domaine-formation>\n{themes}</domaine-formation>\n"
        f"<intitule-formation>{title}</intitule-formation>\n"
        f"<objectif-formation>-</objectif-formation>\n"
        f"<contenu-formation>&lt;p&gt;Plâtre&lt;/p&gt;</contenu-formation>\n"
        f"<contact-formation>\n<coordonnees>{PERSON}</coordonnees>\n</contact-formation>\n"
        f"{more}{''.join(actions)}"
        f'<organisme-formation-responsable numero="14_OF_1">\n'
        f"<numero-activite>11755205675</numero-activite>\n<SIRET-organisme-formation>\n"
        f"<SIRET>{siret}</SIRET>\n</SIRET-organisme-formation>\n"
        f"<nom-organisme>{name}</nom-organisme>\n<raison-sociale>-</raison-sociale>\n"
        f"<contact-organisme>\n<coordonnees>{PERSON}</coordonnees>\n</contact-organisme>\n"
        f"</organisme-formation-responsable>\n</formation>\n"
    )


def document(*formations: str, space: str = OLD, root: str = "", doctype: str = "") -> str:
    return f'{doctype}<lheo xmlns="{space}"{root}><offres>\n{"".join(formations)}</offres></lheo>\n'


def written(
    folder: Path, text: str, name: str = "offre-2026-10-14.xml", code: str = "UTF-8"
) -> Path:
    path = folder / name
    path.write_bytes(f'<?xml version="1.0" encoding="{code}"?>\n{text}'.encode(code))
    return path


def one(place_code: str = VEIGNE, *sessions: str, **more: Any) -> str:
    told = sessions or (session("114782", "20261204", "20270601"),)
    return formation("07_10", "Plaquiste", action("07_1", place(place_code), *told), **more)


def told(path: Path, choice: Choice | None = None) -> tuple[list[Row], Counter[str]]:
    """Returns all rows of the editions of a path, and what they left."""
    rows, left = [], Counter[str]()
    for delivery in SOURCE.read(Asked(path, choice or Choice())):
        rows += list(delivery.rows)
        left += delivery.left
    return rows, left


def of(rows: list[Row], record: str) -> dict[tuple[str, ...], dict[str, Any]]:
    return {row.ends: row.values for row in rows if row.record == record}


def table(folder: Path, *lines: str, name: str = "stages 2026-10-14.csv") -> Path:
    path = folder / name
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return path


HEADER = (
    "Intitulé;Organisme;SIRET organisme;Heures;Modalité;Début;Fin;Places;Places prises;"
    "Code INSEE;Code RNCP;Formacode;Code ROME;Numéro formation;Numéro session"
)
LINE = (
    "Plaquiste;AFPA;824 228 142 01874;697;présentiel;04/12/2026;01/06/2027;12;7;"
    "37266;RNCP320;22403;F1604;;"
)


@pytest.fixture
def current(embedded_place: Server) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def test_an_offer_of_lheo_says_all_that_the_graph_has_room_for(tmp_path: Path) -> None:
    paid = "".join(
        f"<organisme-financeur>\n<code-financeur>{code}</code-financeur>\n"
        f"<nb-places-financees>4</nb-places-financees>\n</organisme-financeur>\n"
        for code in ("2", "16", "2", "0")
    )
    hours = f"<nombre-heures-total>697</nombre-heures-total>\n{paid}"
    url = "<url-formation>\n<urlweb>www.afpa.fr/plaquiste</urlweb>\n</url-formation>\n"
    ruled = (
        "<certification>\n<code-RNCP>RNCP320</code-RNCP>\n</certification>\n"
        "<certification>\n<code-RS>5616</code-RS>\n</certification>\n"
    )
    made = formation(
        "07_10",
        "\n Titre professionnel\n  plaquiste ",
        action("07_1", place(VEIGNE), session("114782", "20261204", "20270601"), more=hours),
        action("07_2", place(VEIGNE), session("114783", "20270104", "99999999")),
        more=ruled + url,
    )
    rows, left = told(written(tmp_path, document(made)))
    assert of(rows, "Training") == {
        ("07-10",): {
            "title": "Titre professionnel plaquiste",
            "hours": 697,
            "mode": "on-site",
            "funding": "Conseil régional, OPCO",
            "formacodes": ["22403", "22402"],
            "url": "www.afpa.fr/plaquiste",
        }
    }
    assert of(rows, "Session") == {
        ("07-10-114782",): {"starts_on": "2026-12-04", "ends_on": "2027-06-01"},
        ("07-10-114783",): {"starts_on": "2027-01-04"},
    }
    actor = {"name": "AFPA de Veigné", "kind": "training", "siret": AFPA, "siren": AFPA[:9]}
    assert of(rows, "Actor") == {(AFPA,): actor}
    edges = {(row.record, *row.ends) for row in rows if "-" in row.record}
    assert edges == {
        ("Training-HAS_SESSION-Session", "07-10", "07-10-114782"),
        ("Training-HAS_SESSION-Session", "07-10", "07-10-114783"),
        ("Session-LOCATED_IN-Territory", "07-10-114782", "com:37266"),
        ("Session-LOCATED_IN-Territory", "07-10-114783", "com:37266"),
        ("Training-LOCATED_IN-Territory", "07-10", "com:37266"),
        ("Actor-DELIVERS-Training", AFPA, "07-10"),
        ("Training-PREPARES_FOR-Certification", "07-10", "RNCP320"),
        ("Training-PREPARES_FOR-Certification", "07-10", "RS5616"),
        ("Training-PREPARES_FOR-Occupation", "07-10", "F1604"),
    }
    assert not left


def test_no_name_of_a_person_is_ever_said(tmp_path: Path) -> None:
    rows, _ = told(written(tmp_path, document(one())))
    assert "LENOIR" in document(one())
    assert "LENOIR" not in repr(rows)
    assert "Michèle" not in repr(rows)


@pytest.mark.parametrize(
    ("space", "code"),
    [
        (OLD, "ISO-8859-1"),
        (NEW, "windows-1252"),
        (NEW, "UTF-16"),
        ("http://www.lheo.org/2.0", "UTF-8"),
    ],
)
def test_any_version_and_encoding_that_the_file_declares_reads_the_same(
    tmp_path: Path, space: str, code: str
) -> None:
    text = one(name="<![CDATA[L'Élan <Créatif> & Cie]]>").replace(
        "Plaquiste", "Plâtr<!-- vérifié -->ière"
    )
    rows, _ = told(written(tmp_path, document(text, space=space), "offre été.xml", code))
    assert [values["title"] for values in of(rows, "Training").values()] == ["Plâtrière"]
    assert [values["name"] for values in of(rows, "Actor").values()] == ["L'Élan <Créatif> & Cie"]


def test_a_prefix_for_the_namespace_changes_nothing(tmp_path: Path) -> None:
    plain = document(one())
    prefixed = plain.replace("</", "<~").replace("<", "<l:").replace("<l:~", "</l:")
    prefixed = prefixed.replace("xmlns=", "xmlns:l=")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = told(written(tmp_path / "a", plain)), told(written(tmp_path / "b", prefixed))
    assert first == second
    assert len(first[0]) == 9


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<lheo xmlns="http://www.lheo.org/1.3"><offres/></lheo>', "1.3"),
        ('<lheo xmlns="http://lheo.gouv.fr/3.0"><offres/></lheo>', "3.0"),
        ('<lheo xmlns="https://www.of.moncompteformation.gouv.fr"><offres/></lheo>', "moncompte"),
        (f'<lheo-index xmlns="{OLD}"><resumes-offres/></lheo-index>', "lheo-index"),
        ("<lheo><offres/></lheo>", '<lheo xmlns="">'),
        ('<kml xmlns="http://www.opengis.net/kml/2.2"/>', "kml"),
    ],
)
def test_another_xml_is_refused_by_name_and_version(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(DataError) as refused:
        told(written(tmp_path, text))
    assert refused.value.code == "source.layout"
    assert found in str(refused.value)
    assert "LHEO 2.0 – 2.3" in str(refused.value)


@pytest.mark.reference
def test_the_table_of_another_source_is_refused_by_name(reference: Path) -> None:
    for folder in ("naf", "rome", "cog"):
        with pytest.raises(DataError) as refused:
            told(reference / folder)
        assert refused.value.code == "source.layout"
        assert "intitulé" in str(refused.value)


def bomb(levels: int) -> str:
    lines = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels)]
    return f'<!DOCTYPE lheo [<!ENTITY l0 "ha">{"".join(lines)}]>'


@pytest.mark.parametrize(
    ("doctype", "title"),
    [
        (bomb(10), "&l9;"),
        ('<!DOCTYPE lheo [<!ENTITY secret SYSTEM "file:///etc/hostname">]>', "&secret;"),
        ('<!DOCTYPE lheo [<!ENTITY % far SYSTEM "http://127.0.0.1:9/x.dtd"> %far;]>', "Plaquiste"),
    ],
)
def test_a_file_that_declares_entities_is_refused_at_once(
    tmp_path: Path, doctype: str, title: str
) -> None:
    path = written(tmp_path, document(one().replace("Plaquiste", title), doctype=doctype))
    before = time.perf_counter()
    with pytest.raises(DataError) as refused:
        told(path)
    assert refused.value.code in {"source.xml_entities", "source.xml"}
    assert time.perf_counter() - before < 2


def test_an_entity_in_an_attribute_explodes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, document(one(), doctype=bomb(10), root=' info="&l9;"'))
    memory = psutil.Process().memory_info().rss
    with pytest.raises(DataError):
        told(path)
    assert psutil.Process().memory_info().rss - memory < 50 << 20


def test_a_doctype_without_entities_is_read(tmp_path: Path) -> None:
    rows, _ = told(written(tmp_path, document(one(), doctype='<!DOCTYPE lheo SYSTEM "lheo.dtd">')))
    assert ("07-10",) in of(rows, "Training")


@pytest.mark.parametrize("text", ["", document(one())[:-20], document("<formation>&agrave;")])
def test_an_xml_that_breaks_off_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"offre-2026-10-14\.xml") as refused:
        told(written(tmp_path, text))
    assert refused.value.code == "source.xml"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "grand.xml"
    prose = "<contenu-formation>" + "Plâtre et joints. " * 2000 + "</contenu-formation>"
    made = one(VEIGNE).replace("<objectif-formation>", f"{prose}<objectif-formation>")
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f'<lheo xmlns="{NEW}"><offres>')
        for number in range(2000):
            stream.write(made.replace("07_10", f"07_{number}"))
        stream.write("</offres></lheo>")
    assert path.stat().st_size > 70 << 20
    [delivery] = SOURCE.read(Asked(path))
    next(delivery.rows)
    before = psutil.Process().memory_info().rss
    assert sum(row.record == "Training" for row in delivery.rows) == 1999
    assert psutil.Process().memory_info().rss - before < 20 << 20


def test_an_offer_that_was_read_is_not_held(tmp_path: Path) -> None:
    path = written(tmp_path, document(*[one()] * 20))
    with events_of(path, ("end",), "{*}formation") as events:
        for _, offer in events:
            forget(offer)
            assert offer.getprevious() is None
            assert len(offer) == 0


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("20261204", "2026-12-04", "2026-12-04"),
        ("20270200", "2027-02-01", "2027-02-28"),
        ("20270000", None, "2027-12-31"),
        ("00000000", None, None),
        ("99999999", None, None),
        ("20270230", None, None),
        ("20271300", None, None),
        ("04/12/2026", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(
    text: str, first: str | None, last: str | None
) -> None:
    assert first_day(text) == first
    assert last_day(text) == last


def test_sessions_that_ended_before_the_edition_are_left_and_counted(tmp_path: Path) -> None:
    sessions = (
        session("1", "20260105", "20261013"),
        session("2", "20260105", "20261014"),
        session("3", "20260105", "99999999"),
        session("4", "20260000", "20260900"),
    )
    rows, left = told(written(tmp_path, document(one(VEIGNE, *sessions))))
    assert list(of(rows, "Session")) == [("07-10-2",), ("07-10-3",)]
    assert left == {"source.left.sessions_ended": 2}


def test_a_training_all_of_whose_sessions_are_over_goes_with_them(tmp_path: Path) -> None:
    rows, left = told(
        written(tmp_path, document(one(VEIGNE, session("1", "20250105", "20250601"))))
    )
    assert rows == []
    assert left == {"source.left.sessions_ended": 1, "source.left.trainings_idle": 1}


def test_a_training_that_one_may_enter_at_any_time_stays_without_its_session(
    tmp_path: Path,
) -> None:
    rows, left = told(
        written(tmp_path, document(one(VEIGNE, session("1", "00000000", "99999999"))))
    )
    assert ("07-10",) in of(rows, "Training")
    assert of(rows, "Session") == {}
    assert left == {"source.left.sessions_undated": 1}


def test_only_what_the_chosen_territory_holds_is_taken(tmp_path: Path) -> None:
    elsewhere = formation(
        "24_1", "Gestionnaire", action("24_2", place(GRASSE), session("9", "20270110", "20270210"))
    )
    both = formation(
        "07_11",
        "Soudeur",
        action("07_3", place(VEIGNE), session("1", "20270110", "20270210")),
        action("07_4", place(GRASSE), session("2", "20270110", "20270210")),
        action("07_5", "", session("3", "20270110", "20270210")),
    )
    path = written(tmp_path, document(one(), elsewhere, both))
    rows, left = told(path, NEAR)
    assert set(of(rows, "Training")) == {("07-10",), ("07-11",)}
    assert set(of(rows, "Session")) == {("07-10-114782",), ("07-11-1",)}
    assert left == {
        "source.left.sessions_outside": 2,
        "source.left.sessions_placeless": 1,
        "source.left.trainings_idle": 1,
    }
    everywhere, none = told(path)
    assert len(of(everywhere, "Session")) == 5
    assert not none


def test_a_training_has_a_place_only_when_all_its_actions_share_it(tmp_path: Path) -> None:
    two = [
        formation(
            number,
            "Soudeur",
            action("1", place(VEIGNE), session("1", "20270110", "20270210")),
            action("2", second, session("2", "20270110", "20270210")),
        )
        for number, second in (("a", place(VEIGNE)), ("b", place(TOURS)), ("c", ""))
    ]
    rows, _ = told(written(tmp_path, document(*two)))
    assert list(of(rows, "Training-LOCATED_IN-Territory")) == [("a", "com:37266")]


def test_an_arrondissement_is_its_city(tmp_path: Path) -> None:
    places = place("75110") + place("75119") + place("69383") + place("13201")
    text = formation("1", "Paie", action("1", places, session("1", "20270110", "20270210")))
    rows, _ = told(written(tmp_path, document(text, space=NEW)))
    assert [end for _, end in of(rows, "Session-LOCATED_IN-Territory")] == [
        "com:75056",
        "com:69123",
        "com:13055",
    ]


def test_the_seats_of_a_session_are_those_of_its_cycles(tmp_path: Path) -> None:
    cycles = (
        "<cycle><type-cycle>0</type-cycle><effectif-minimal>4</effectif-minimal>"
        "<capacite-simultanee>10</capacite-simultanee><capacite-cumulee>20</capacite-cumulee></cycle>"
        "<cycle><type-cycle>1</type-cycle><capacite-simultanee>5</capacite-simultanee></cycle>"
    )
    meeting = "<recrutement><nb-places>99</nb-places></recrutement>"
    none = "<cycle><capacite-cumulee>0</capacite-cumulee></cycle>"
    sessions = (
        session("1", "20270110", "20270210", meeting + cycles),
        session("2", "20270110", "20270210", meeting),
        session("3", "20270110", "20270210", "<cycle><type-cycle>0</type-cycle></cycle>"),
        session("4", "20270110", "20270210", none),
    )
    rows, _ = told(written(tmp_path, document(one(VEIGNE, *sessions), space=NEW)))
    assert [values.get("seats") for values in of(rows, "Session").values()] == [25, None, None, 0]


def test_a_contract_makes_a_training_work_based_and_actions_that_differ_tell_no_mode(
    tmp_path: Path,
) -> None:
    contract = (
        '<extras info="dispositif">\n<extra info="contrat-apprentissage">{}</extra>\n'
        '<extra info="contrat-professionnalisation">0</extra>\n</extras>\n'
    )
    when = session("1", "20270110", "20270210")
    texts = [
        formation("a", "A", action("1", place(VEIGNE), when, more=contract.format(1))),
        formation("b", "B", action("1", place(VEIGNE), when, mode="1", more=contract.format(0))),
        formation("c", "C", action("1", place(VEIGNE), when, mode="2")),
        formation(
            "d", "D", action("1", place(VEIGNE), when), action("2", place(VEIGNE), when, mode="2")
        ),
        formation("e", "E", action("1", place(VEIGNE), when, mode="-")),
    ]
    rows, _ = told(written(tmp_path, document(*texts)))
    modes = [values.get("mode") for values in of(rows, "Training").values()]
    assert modes == ["work-based", "mixed", "remote", None, None]


def test_hostile_values_are_left_and_counted(tmp_path: Path) -> None:
    themes = "<code-FORMACODE>2240</code-FORMACODE><code-ROME>Z9999</code-ROME>"
    texts = [
        one("3726", themes=themes, more="<certification><code-RNCP>x</code-RNCP></certification>"),
        formation("2", "-", action("1", place(VEIGNE), session("1", "20270110", "20270210"))),
        one(siret="00000000000000", name="-").replace("07_10", "07_12"),
        one(siret="12345678901234", name="Élan").replace("07_10", "07_13"),
        one(more="<url-formation><urlweb>javascript:alert(1)</urlweb></url-formation>").replace(
            "07_10", "07_14"
        ),
    ]
    rows, left = told(written(tmp_path, document(*texts)))
    assert left == {
        "source.left.codes": 4,
        "source.left.trainings_untitled": 1,
        "source.left.bodies_nameless": 1,
    }
    assert of(rows, "Actor")["elan",] == {"name": "Élan", "kind": "training"}
    assert not any("url" in values for values in of(rows, "Training").values())


def test_an_offer_inside_an_extension_is_no_offer(tmp_path: Path) -> None:
    hidden = f'<extras info="x"><extra info="y">{one().replace("07_10", "07_99")}</extra></extras>'
    text = one().replace("</domaine-formation>", f"{hidden}</domaine-formation>")
    rows, _ = told(written(tmp_path, document(text)))
    assert list(of(rows, "Training")) == [("07-10",)]
    assert of(rows, "Training")["07-10",]["formacodes"] == ["22403", "22402"]


def test_a_number_told_twice_is_one_training_with_the_sessions_of_both(tmp_path: Path) -> None:
    again = one(VEIGNE, session("114782", "20261204", "20270601"), session("5", "20270110", ""))
    rows, left = told(written(tmp_path, document(one(), again.replace("Plaquiste", "Autre"))))
    assert [values["title"] for values in of(rows, "Training").values()] == ["Plaquiste"]
    assert list(of(rows, "Session")) == [("07-10-114782",), ("07-10-5",)]
    assert left == {"source.left.sessions_twice": 1}
    assert len(rows) == len({(row.record, row.ends) for row in rows})


def test_the_edition_is_of_the_day_of_export_else_of_the_name(tmp_path: Path) -> None:
    stamp = ' horodatage-export="2026-10-20T04:30:00"'
    cases = {
        "2026-10-14": document(one()),
        "2026-10-20": document(one(), space=NEW, root=stamp),
        "2026-10-12": document(one(), root=' datemaj="20261012"'),
    }
    for day, text in cases.items():
        [delivery] = SOURCE.read(Asked(written(tmp_path, text)))
        assert (delivery.version, delivery.published_on) == (day, day)
    [delivery] = SOURCE.read(
        Asked(written(tmp_path, document(one()), "lheo_20269999_20260901.xml"))
    )
    assert delivery.published_on == "2026-09-01"


def test_a_table_says_its_sessions_with_the_seats_taken(tmp_path: Path) -> None:
    second = (
        LINE.replace("04/12/2026", "2027-01-04")
        .replace(";12;7;", ";10;;")
        .replace("F1604", '"F1604; F1703"')
    )
    rows, left = told(table(tmp_path, HEADER, LINE, ";" * 14, second))
    key = f"plaquiste-{AFPA}"
    training = {"title": "Plaquiste", "hours": 697, "mode": "on-site", "formacodes": ["22403"]}
    assert of(rows, "Training") == {(key,): training}
    first, other = of(rows, "Session").items()
    assert first == (
        (f"{key}-2026-12-04-37266",),
        {"starts_on": "2026-12-04", "ends_on": "2027-06-01", "seats": 12, "seats_taken": 7},
    )
    assert other[1] == {"starts_on": "2027-01-04", "ends_on": "2027-06-01", "seats": 10}
    assert list(of(rows, "Training-PREPARES_FOR-Occupation")) == [(key, "F1604"), (key, "F1703")]
    assert list(of(rows, "Training-PREPARES_FOR-Certification")) == [(key, "RNCP320")]
    assert list(of(rows, "Training-LOCATED_IN-Territory")) == [(key, "com:37266")]
    assert of(rows, "Actor")[AFPA,]["name"] == "AFPA"
    assert not left


def test_three_columns_are_enough(tmp_path: Path) -> None:
    lines = ("organisme\tdebut\tINTITULE", "Élan\t04/12/2026\tSoudage")
    rows, _ = told(table(tmp_path, *lines, name="liste OPCO n° 3.tsv"))
    assert [row.record for row in rows] == [
        "Training",
        "Actor",
        "Actor-DELIVERS-Training",
        "Session",
        "Training-HAS_SESSION-Session",
    ]
    assert of(rows, "Session") == {("soudage-elan-2026-12-04",): {"starts_on": "2026-12-04"}}


def test_a_table_that_windows_wrote_reads_the_same(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER, LINE.replace("AFPA", "L’Élan"))
    first = told(path)
    path.write_bytes(path.read_text(encoding="utf-8-sig").encode("cp1252"))
    assert told(path) == first
    assert of(first[0], "Actor")[AFPA,]["name"] == "L’Élan"


def test_a_workbook_reads_as_the_table_does(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Stages du 14 octobre"])
    sheet.append([])
    sheet.append(HEADER.split(";"))
    cells: list[object] = list(LINE.split(";"))
    cells[2], cells[9] = int(AFPA), 6069  # as a spreadsheet keeps them
    sheet.append(cells)
    book.save(tmp_path / "stages 2026-10-14.xlsx")
    (tmp_path / "csv").mkdir()
    same = table(tmp_path / "csv", HEADER, LINE.replace("37266", "06069"))
    assert told(tmp_path / "stages 2026-10-14.xlsx") == told(same)
    cells[7] = "douze"
    sheet.append(cells)
    book.save(tmp_path / "stages 2026-10-14.xlsx")
    with pytest.raises(DataError) as refused:
        told(tmp_path / "stages 2026-10-14.xlsx")
    assert [(issue.line, issue.column) for issue in refused.value.issues] == [(5, "Places")]


def test_every_faulty_cell_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    wrong = LINE.replace("824 228 142 01874", "82422814201875").replace("697", "beaucoup")
    without = LINE.replace("04/12/2026", "").replace("F1604", '"F1604;Z1"')
    below = LINE.replace(";12;7;", ";-3;7;").replace("37266", "Veigné")
    with pytest.raises(DataError) as refused:
        told(table(tmp_path, HEADER, LINE, wrong, without, below))
    assert refused.value.code == "source.cells"
    found = {(issue.line, issue.column) for issue in refused.value.issues}
    assert found == {
        (3, "SIRET organisme"),
        (3, "Heures"),
        (4, "début"),
        (4, "Code ROME"),
        (5, "places"),
        (5, "Code INSEE"),
    }
    assert "stages 2026-10-14.csv" in str(refused.value)
    assert "« beaucoup » n'est pas un nombre entier" in str(refused.value)


def test_rows_told_twice_and_rows_elsewhere_are_left_and_counted(tmp_path: Path) -> None:
    lines = (LINE, LINE, LINE.replace("37266", GRASSE), LINE.replace("37266", ""))
    rows, left = told(table(tmp_path, HEADER, *lines), NEAR)
    assert len(of(rows, "Session")) == 1
    assert left == {
        "source.left.sessions_twice": 1,
        "source.left.sessions_outside": 1,
        "source.left.sessions_placeless": 1,
    }


def test_numbers_of_the_publisher_are_the_keys(tmp_path: Path) -> None:
    lines = [f"{LINE[:-1]}F 12;{number}" for number in ("S/1", "S/2")]
    rows, _ = told(table(tmp_path, HEADER, *lines))
    assert list(of(rows, "Training")) == [("f-12",)]
    assert list(of(rows, "Session")) == [("f-12-s-1",), ("f-12-s-2",)]


def test_a_folder_may_hold_both_as_editions_that_stand_beside_each_other(tmp_path: Path) -> None:
    written(tmp_path, document(one()))
    written(tmp_path, document(one().replace("07_10", "07_20")), "offre-2026-10-15.xml")
    table(tmp_path, HEADER, LINE)
    (tmp_path / "lisez-moi.txt").write_text("Bonjour\n", encoding="utf-8")
    (tmp_path / "brut.txt").write_bytes(b"\x81\x8d\x90")
    documents, tables = SOURCE.read(Asked(tmp_path))
    assert (documents.part, documents.published_on) == ("lheo", "2026-10-15")
    assert (tables.part, tables.published_on) == ("table", "2026-10-14")
    assert sum(row.record == "Training" for row in documents.rows) == 2
    assert sum(row.record == "Training" for row in tables.rows) == 1


def test_another_xml_in_a_folder_is_refused_by_its_name(tmp_path: Path) -> None:
    written(tmp_path, document(one()))
    written(tmp_path, "<kml/>", "plan.xml")
    with pytest.raises(DataError, match=r"plan\.xml"):
        told(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        told(tmp_path)
    assert refused.value.code == "source.layout"


def test_an_offer_loads_for_its_territory_and_the_next_edition_replaces_it(
    current: Current, tmp_path: Path
) -> None:
    communes = [
        said(f"com:{code}", code=code, kind="commune", name=name)
        for code, name in ((VEIGNE, "Veigné"), (TOURS, "Tours"))
    ]
    tell(current, ("Territory", communes))
    tell(current, ("Occupation", [said("F1604", title="Plâtrier")]))
    away = one(GRASSE, siret="49386136300064", name="Ailleurs").replace("07_10", "24_1")
    other = one(TOURS).replace("07_10", "07_20")
    first = written(tmp_path, document(one(), other, away))
    choice = Choice(("com:37266", "com:37261"))
    [report] = load_official(current, "trainings", first, choice)
    assert report.left == {"source.left.sessions_outside": 1, "source.left.trainings_idle": 1}
    assert keys_of(current, "Training") == ["07-10", "07-20"]
    assert keys_of(current, "Session") == ["07-10-114782", "07-20-114782"]
    assert keys_of(current, "Actor") == [AFPA]
    assert report.waiting == {"Training-PREPARES_FOR-Certification": 2}
    stage = current.store.read(
        "MATCH (a:Actor)-[:DELIVERS]->(t:Training {key: '07-10'})-[:HAS_SESSION]->(s:Session) "
        "MATCH (s)-[:LOCATED_IN]->(c:Territory), (t)-[:PREPARES_FOR]->(o:Occupation) "
        "RETURN a.name, t.title, s.starts_on, c.name, o.key"
    ).rows
    assert stage == [("AFPA de Veigné", "Plaquiste", "2026-12-04", "Veigné", "F1604")]

    [known] = load_official(current, "trainings", first, choice)
    assert known.known_already
    listed = table(tmp_path, HEADER, LINE.replace("37266", TOURS))
    load_official(current, "trainings", listed, choice)
    later = written(tmp_path, document(one(VEIGNE, session("6", "20270301", ""))), "l-20261120.xml")
    load_official(current, "trainings", later, choice)
    assert keys_of(current, "Training") == ["07-10", f"plaquiste-{AFPA}"]
    assert keys_of(current, "Session") == ["07-10-6", f"plaquiste-{AFPA}-2026-12-04-37261"]


def test_a_file_that_breaks_off_leaves_nothing_half_written(
    current: Current, tmp_path: Path
) -> None:
    many = [one().replace("07_10", f"07_{number}") for number in range(500)]
    path = written(tmp_path, document(*many)[:-30])
    with pytest.raises(DataError):
        load_official(current, "trainings", path)
    assert current.ledger.loads() == []
    assert keys_of(current, "Training") == []


def test_folders_and_links_to_nothing_are_no_files(tmp_path: Path) -> None:
    written(tmp_path, document(one()))
    for name in ("a.xml", "b.csv"):
        (tmp_path / name).mkdir()
    for name in ("c.xml", "d.csv", "e.xlsx"):
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
    rows, _ = told(tmp_path)
    assert set(of(rows, "Training")) == {("07-10",)}


def test_a_day_in_a_name_that_is_none_is_refused_with_the_name(tmp_path: Path) -> None:
    lheo = written(tmp_path, document(one()), "offre-2026-99-99.xml")
    listed = table(tmp_path, HEADER, LINE, name="stages 2026-02-30.csv")
    for path in (lheo, listed):
        with pytest.raises(DataError, match=path.name) as refused:
            told(path)
        assert refused.value.code == "source.date"


def test_eight_figures_in_a_name_that_are_no_day_are_any_number(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER, LINE, name="stages 20269999 2025-2026-10-14.csv")
    [delivery] = SOURCE.read(Asked(path, Choice()))
    assert delivery.published_on == "2026-10-14"
