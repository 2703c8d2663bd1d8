"""A name in a cell becomes a key when one thing alone is called that, and never otherwise."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from graph.aliases import Alias, Aliases
from graph.codes import folded
from graph.current import Current
from graph.declare import Node
from graph.errors import Issue
from graph.schema import Actor, Company, Occupation, Skill, Territory
from graph.servers import Place
from ingest.candidates import Called, Near
from ingest.claims import parse
from ingest.headers import mapped
from ingest.naming import Names, rewritten
from ingest.rows import Batch
from ingest.tables import tables
from tests.graphs import edge, node, opened, tell

DEPARTMENTS = {"18": "Cher", "36": "Indre", "37": "Indre-et-Loire", "41": "Loir-et-Cher"}
COMMUNES = {
    "18225": "Saint-Maur",
    "36202": "Saint-Maur",
    "36044": "Châteauroux",
    "36046": "La Châtre",
    "37132": "Loches",
    "37226": "Sainte-Maure-de-Touraine",
    "41018": "Blois",
    "41045": "Chaumont-sur-Loire",
    "2A004": "Ajaccio",
    "75056": "Paris",
}
BODIES = {
    "epci:200030385": ("Communauté d'agglomération de Blois «Agglopolys»", "41"),
    "epci:200073161": ("Communauté de communes Touraine-Est Vallées", "37"),
    "epci:243700754": ("Tours Métropole Val de Loire", "37"),
    "epci:111111111": ("CC du Val de Bouzanne", "36"),
    "epci:222222222": ("Communauté de communes du Val de Bouzanne", "18"),
}


def commune(code: str, name: str, retired: bool = False) -> Called:
    return Called(f"com:{code}", name, departments=frozenset({code[:2]}), retired=retired)


TERRITORIES = [
    *(commune(code, name) for code, name in COMMUNES.items()),
    *(Called(f"dep:{c}", name, departments=frozenset({c})) for c, name in DEPARTMENTS.items()),
    *(Called(key, name, departments=frozenset({dep})) for key, (name, dep) in BODIES.items()),
    Called("be:2402", "Blois"),
    Called("reg:24", "Centre-Val de Loire"),
]
ACTORS = [
    Called("mlb", "Mission locale du Blaisois", ("MLB",), place="com:41018"),
    Called("mde", "Association Maison de l'emploi", ("MDE",), place="com:36044"),
]
COMPANIES = [
    Called("99990000400006", "Durand & Fils SARL", ("999900004",), place="com:41018"),
    Called("martin-41018", "Boulangerie Martin", place="com:41018"),
    Called("martin-37132", "Boulangerie Martin", place="com:37132"),
    Called("perdu", "Scierie Perdue"),
]
SKILLS = [Called("100007", "Techniques de soudage")]


def names(**called: Sequence[Called]) -> Names:
    """Names of a graph that holds these nodes and no others."""
    held: Mapping[str, Sequence[Called]] = {
        "Territory": TERRITORIES,
        "Actor": ACTORS,
        "Company": COMPANIES,
        "Skill": SKILLS,
        **called,
    }

    def read(of: type[Node]) -> Sequence[Called]:
        return held.get(of.__name__, ())

    return Names(read, lambda of, keys: {each.key for each in read(of)} & set(keys))


KNOWN = names()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Châteauroux", "com:36044"),
        ("CHATEAUROUX", "com:36044"),
        ("36000 Châteauroux", "com:36044"),
        ("Châteauroux Cedex", "com:36044"),
        ("BLOIS CEDEX 3", "com:41018"),
        ("41013 BLOIS CEDEX", "com:41018"),
        ("F-41000 Blois", "com:41018"),
        ("Blois (41)", "com:41018"),
        ("Blois, Loir-et-Cher", "com:41018"),
        ("Blois - Loir et Cher", "com:41018"),
        ("Loches 37", "com:37132"),
        ("37 - Loches", "com:37132"),
        ("Loches 37132", "com:37132"),
        ("Saint Maur (36)", "com:36202"),
        ("st-maur (Indre)", "com:36202"),
        ("36202 Saint-Maur", "com:36202"),
        ("18390 Saint-Maur", "com:18225"),
        ("Ste Maure de Touraine", "com:37226"),
        ("Chaumont s/ Loire", "com:41045"),
        ("la chatre", "com:36046"),
        ("Châtre (La)", "com:36046"),
        ("Paris 15e", "com:75056"),
        ("20000 Ajaccio", "com:2A004"),
        ("CC Touraine-Est Vallées", "epci:200073161"),
        ("Communauté de communes Touraine Est Vallées", "epci:200073161"),
        ("touraine est vallees", "epci:200073161"),
        ("Tours Métropole Val de Loire", "epci:243700754"),
        ("CA de Blois Agglopolys", "epci:200030385"),
        ("CC du Val de Bouzanne (36)", "epci:111111111"),
        ("bassin d'emploi de Blois", "be:2402"),
        ("Indre", "dep:36"),
        ("département de l'Indre", "dep:36"),
        ("36", "dep:36"),
        ("Région Centre-Val de Loire", "reg:24"),
        ("36044", "com:36044"),
        ("epci:200073161", "epci:200073161"),
    ],
)
def test_a_place_is_known_however_it_is_written(text: str, key: str) -> None:
    assert KNOWN.find(Territory, text).key == key


@pytest.mark.parametrize(
    ("text", "how", "keys"),
    [
        ("Saint-Maur", "several", ["com:18225", "com:36202"]),
        ("CC du Val de Bouzanne", "several", ["epci:111111111", "epci:222222222"]),
        ("Loches 36", "near", ["com:37132"]),
        ("Chateauroix", "near", ["com:36044"]),
        ("CC Touraine Est", "near", ["epci:200073161"]),
        ("Châtre", "near", ["com:36046"]),
        ("xyzt", "none", []),
        ("", "none", []),
        ("?!", "none", []),
    ],
)
def test_what_is_not_sure_is_left_to_a_person(text: str, how: str, keys: list[str]) -> None:
    found = KNOWN.find(Territory, text)
    assert (found.key, found.how) == (None, how)
    assert [each.key for each in found.candidates][: len(keys)] == keys


@pytest.mark.parametrize(
    ("near", "key"),
    [
        (Near(department="36"), "com:36202"),
        (Near(department="Indre"), "com:36202"),
        (Near(department="dep:18"), "com:18225"),
        (Near(department="018"), "com:18225"),
        (Near(postal="36250"), "com:36202"),
        (Near(postal="18270.0"), "com:18225"),
        (Near(department="41"), None),
        (Near(department="on ne sait pas"), None),
    ],
)
def test_the_row_says_which_of_two_places_is_meant(near: Near, key: str | None) -> None:
    assert KNOWN.find(Territory, "Saint-Maur", near).key == key


def test_the_text_says_more_than_the_row() -> None:
    assert KNOWN.find(Territory, "Saint-Maur (18)", Near(department="36")).key == "com:18225"


def test_where_a_commune_is_awaited_no_other_territory_is_taken_by_its_name_alone() -> None:
    near = Near(kind="commune")
    assert KNOWN.find(Territory, "Blois", near).key == "com:41018"
    assert KNOWN.find(Territory, "Indre", near).key is None
    assert KNOWN.find(Territory, "36", near).key is None
    assert KNOWN.find(Territory, "département de l'Indre", near).key == "dep:36"


def test_a_commune_and_a_departement_of_one_name_are_told_apart_by_a_person() -> None:
    both = names(Territory=[commune("53147", "Mayenne"), Called("dep:53", "Mayenne")])
    assert both.find(Territory, "Mayenne").how == "several"
    assert both.find(Territory, "Mayenne", Near(kind="commune")).key == "com:53147"


def test_a_retired_commune_has_its_name_only_where_no_other_has_it() -> None:
    old, new = commune("49001", "Les Alleuds", retired=True), commune("79001", "Les Alleuds")
    assert names(Territory=[old, new]).find(Territory, "Les Alleuds").key == "com:79001"
    assert names(Territory=[old]).find(Territory, "Les Alleuds").key == "com:49001"


def test_articles_may_be_written_where_the_table_of_communes_has_none() -> None:
    bare = names(Territory=[commune("36046", "Châtre"), commune("36018", "Blanc")])
    assert bare.find(Territory, "La Châtre").key == "com:36046"
    assert bare.find(Territory, "Le Blanc (36)").key == "com:36018"


def test_a_candidate_says_why_and_where() -> None:
    first, second = KNOWN.find(Territory, "Saint-Maur").candidates
    assert (first.headline, first.why) == ("Saint-Maur, Cher", "naming.same_name")
    assert (second.headline, second.likeness) == ("Saint-Maur, Indre", 1.0)
    [elsewhere] = KNOWN.find(Territory, "Loches (36)").candidates
    assert (elsewhere.headline, elsewhere.why) == ("Loches, Indre-et-Loire", "naming.elsewhere")


@pytest.mark.parametrize(
    ("of", "text", "key"),
    [
        (Actor, "mission locale du blaisois", "mlb"),
        (Actor, "MLB", "mlb"),
        (Actor, "Maison de l'Emploi", "mde"),
        (Actor, "M.D.E.", "mde"),
        (Company, "DURAND ET FILS", "99990000400006"),
        (Company, "S.A.R.L. Durand & fils", "99990000400006"),
        (Company, "999 900 004", "99990000400006"),
        (Company, "999 900 004 00006", "99990000400006"),
        (Skill, "techniques de SOUDAGE", "100007"),
        (Company, "perdu", "perdu"),
    ],
)
def test_an_organisation_is_known_without_legal_form_or_by_its_acronym(
    of: type[Node], text: str, key: str
) -> None:
    assert KNOWN.find(of, text).key == key


@pytest.mark.parametrize(
    ("text", "near", "how", "keys"),
    [
        ("Boulangerie Martin", "", "several", ["martin-37132", "martin-41018"]),
        ("Boulangerie Martin", "com:37132", "name", ["martin-37132"]),
        ("Boulangerie Martin", "com:36044", "near", ["martin-37132", "martin-41018"]),
        ("Durand et fils", "com:37132", "near", ["99990000400006"]),
        ("scierie perdue", "com:37132", "name", ["perdu"]),
        ("Boulangerie Martyn", "", "near", ["martin-37132", "martin-41018"]),
        ("Garage Dupont", "", "none", []),
    ],
)
def test_the_commune_of_the_row_settles_which_company(
    text: str, near: str, how: str, keys: list[str]
) -> None:
    found = KNOWN.find(Company, text, Near(commune=near))
    assert (found.how, [each.key for each in found.candidates]) == (how, keys)
    assert found.key == (keys[0] if how == "name" else None)


def test_no_text_is_ever_taken_for_a_place_whose_words_it_lacks() -> None:
    for text in ("Blois Sud", "Vallée", "Saint", "La", "Tours", "de", "CC", "bassin"):
        assert KNOWN.find(Territory, text).key is None


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    known = names()
    for of in (Territory, Company, Skill, Occupation):
        found = known.find(of, text, Near(department=text, postal=text))
        assert (found.key is None) == (found.how not in {"code", "name"})


@pytest.mark.parametrize("text", ["(", "a, ", "(a) ", "st ", "41000 ", ";", "- "])
def test_an_endless_text_is_no_name(text: str) -> None:
    assert names().find(Territory, text * 40_000).how == "none"
    assert names().find(Company, text * 40_000).how == "none"


@given(st.sampled_from(sorted(COMMUNES.items())), st.randoms(use_true_random=False))
def test_case_accents_and_hyphens_never_matter(pair: tuple[str, str], random: object) -> None:
    code, name = pair
    plain = folded(name).replace("-", " ").upper()
    wanted = Near(department=code[:2])
    assert KNOWN.find(Territory, plain, wanted).key == f"com:{code}"


# in tables


def table(
    folder: Path, name: str, text: str, known: Names, **answers: Mapping[str, str]
) -> tuple[Batch, list[Issue], list[Issue]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    [one] = [mapped(each) for each in tables(path)]
    [batch] = one.table.batches()
    return rewritten(batch, one, known, answers)


def test_a_name_is_written_as_the_code_that_keys_are_made_of(tmp_path: Path) -> None:
    text = "nom;commune;emplois\nAtelier;Châteauroux;I1304:12\nAutre;36044;\nTiers;BLOIS CEDEX 3;\n"
    batch, issues, notes = table(tmp_path, "entreprises.csv", text, KNOWN)
    assert batch.cells["commune"] == ["36044", "36044", "41018"]
    assert batch.cells["emplois"] == ["I1304:12", "", ""]
    assert issues == []
    assert list(map(str, notes)) == [
        "entreprises.csv, ligne 4, commune : « BLOIS CEDEX 3 » lu 41018 (Blois)"
    ]


def test_a_key_made_of_name_and_commune_is_the_same_for_a_name_and_its_code(
    tmp_path: Path,
) -> None:
    keys = set()
    for place in ("36044", "Châteauroux", "36000 CHATEAUROUX"):
        path = tmp_path / "entreprises.csv"
        path.write_text(f"nom;commune\nAtelier;{place}\n", encoding="utf-8")
        [one] = [mapped(each) for each in tables(path)]
        [batch] = one.table.batches()
        written, _, _ = rewritten(batch, one, KNOWN, {})
        keys.add((written.cells["nom"][0], written.cells["commune"][0]))
    assert keys == {("Atelier", "36044")}


def test_every_line_that_is_not_sure_is_refused_and_each_text_is_told_once(tmp_path: Path) -> None:
    rows = "a;Saint-Maur\nb;Saint-Maur\nc;Chateauroix\nd;Blois cedex\ne;Blois cedex\nf;xyzt\n"
    batch, issues, notes = table(tmp_path, "entreprises.csv", f"nom;commune\n{rows}", KNOWN)
    assert batch.cells["commune"][:3] == ["Saint-Maur", "Saint-Maur", "Chateauroix"]
    assert [(issue.line, issue.column, issue.code) for issue in issues] == [
        (2, "commune", "naming.several_places"),
        (3, "commune", "naming.several_places"),
        (4, "commune", "naming.near"),
    ]
    assert str(issues[0]) == (
        "entreprises.csv, ligne 2, commune : « Saint-Maur » peut être 18225 (Saint-Maur, Cher), "
        "36202 (Saint-Maur, Indre) ; écrivez le code, ou le nom suivi du département : "
        "« Saint-Maur (36) »"
    )
    assert [(note.line, note.code) for note in notes] == [(5, "naming.read")]


def test_columns_that_mean_nothing_to_the_model_help(tmp_path: Path) -> None:
    text = "nom;code postal;commune\nA;36250;Saint-Maur\nB;18270;Saint-Maur\nC;;Saint-Maur\n"
    batch, issues, _ = table(tmp_path, "entreprises.csv", text, KNOWN)
    assert batch.cells["commune"] == ["36202", "18225", "Saint-Maur"]
    assert [issue.line for issue in issues] == [4]
    text = "fonction;établissement;ville;dpt\nAccueil;Boulangerie Martin;LOCHES;37\n"
    batch, _, _ = table(tmp_path, "contacts.csv", text, KNOWN)
    assert batch.cells["établissement"] == ["martin-37132"]


def test_each_part_of_a_cell_is_read_and_keeps_what_it_says_of_its_edge(tmp_path: Path) -> None:
    text = "nom;nature;territoires couverts;travaille avec\nX;association;"
    rows = '"CC Touraine-Est Vallées; Blois;dep:36";"MLB:3; maison de l\'emploi:1:2019-01-01"\n'
    batch, issues, _ = table(tmp_path, "partenaires.csv", text + rows, KNOWN)
    assert batch.cells["territoires couverts"] == ["epci:200073161; 41018; dep:36"]
    assert batch.cells["travaille avec"] == ["MLB:3; mde:1:2019-01-01"]
    assert issues == []


def test_names_between_commas_or_on_lines_of_their_own_are_each_read(tmp_path: Path) -> None:
    text = 'nom;nature;territoires couverts\nX;association;"Blois, Loches\nIndre"\n'
    batch, _, _ = table(tmp_path, "partenaires.csv", text, KNOWN)
    assert batch.cells["territoires couverts"] == ["41018; 37132; dep:36"]
    text = 'nom;nature;territoires couverts\nX;association;"Blois, Nullepart"\n'
    batch, _, _ = table(tmp_path, "partenaires.csv", text, KNOWN)
    assert batch.cells["territoires couverts"] == ["Blois, Nullepart"]


def test_an_answer_holds_over_everything(tmp_path: Path) -> None:
    text = "nom;commune\nA;Saint-Maur\nB;SAINT-MAUR\nC;Blois\n"
    said = {"Saint-Maur": "com:36202", "Blois": "37132"}
    batch, issues, _ = table(tmp_path, "entreprises.csv", text, KNOWN, commune=said)
    assert batch.cells["commune"] == ["36202", "36202", "37132"]
    assert issues == []


def test_where_any_words_are_a_key_what_is_only_near_is_told_and_left(tmp_path: Path) -> None:
    text = "clé;établissement\nb1;Durand et Fille\nb2;Garage neuf\nb3;Boulangerie Martin\n"
    batch, issues, notes = table(tmp_path, "besoins.csv", text, KNOWN)
    assert batch.cells["établissement"] == ["Durand et Fille", "Garage neuf", "Boulangerie Martin"]
    assert [(note.line, note.code) for note in notes] == [(2, "naming.near")]
    assert [(issue.line, issue.code) for issue in issues] == [(4, "naming.several")]


def test_the_ends_of_edge_tables_are_read(tmp_path: Path) -> None:
    text = "partenaire;partenaire lié;niveau\nMission Locale du Blaisois;M.D.E.;3\n"
    batch, issues, _ = table(tmp_path, "travaille avec.csv", text, KNOWN)
    assert (batch.cells["partenaire"], batch.cells["partenaire lié"]) == (["mlb"], ["mde"])
    assert issues == []


def test_a_table_beside_promises_its_names(tmp_path: Path) -> None:
    folder = tmp_path / "beside"
    folder.mkdir()
    (folder / "communes.csv").write_text("code;nom\n45234;Orléans\n", encoding="utf-8")
    (folder / "etablissements.csv").write_text(
        "clé;nom;commune\nor;Orfèvre SAS;45234\n", encoding="utf-8"
    )
    known = names()
    assert known.find(Territory, "Orléans").key is None
    for path in sorted(folder.iterdir()):
        [one] = [mapped(each) for each in tables(path)]
        known.add(parse(one, "x", "2026-01-01").given)
    assert known.find(Territory, "ORLEANS").key == "com:45234"
    assert known.find(Company, "orfèvre", Near(commune="com:45234")).key == "or"
    assert known.find(Company, "orfèvre", Near(commune="com:41018")).key is None
    assert known.find(Company, "or").how == "code"


def test_rows_of_one_table_name_one_another(tmp_path: Path) -> None:
    rows = "a1;Cap emploi;association;\na2;Greta;association;CAP EMPLOI:3\n"
    text = f"clé;nom;nature;travaille avec\n{rows}"
    batch, issues, notes = table(tmp_path, "partenaires.csv", text, names())
    assert batch.cells["travaille avec"] == ["", "a1:3"]
    assert (issues, notes) == ([], [])


def test_a_number_that_is_no_key_is_near_to_nothing(tmp_path: Path) -> None:
    assert names().find(Company, "999 900 004 00014").how == "none"


def test_names_are_read_once_and_only_for_texts_that_are_no_keys(tmp_path: Path) -> None:
    asked: list[str] = []

    def read(of: type[Node]) -> Sequence[Called]:
        asked.append(of.__name__)
        return TERRITORIES if of is Territory else ()

    known = Names(read, lambda of, keys: {"a"})
    text = "nom;commune;successeur\nA;36044;a\nB;41018;a\n"
    assert table(tmp_path, "entreprises.csv", text, known)[0].cells["successeur"] == ["a", "a"]
    assert asked == []
    for place in ("Blois", "Loches", "Nullepart"):
        table(tmp_path, "entreprises.csv", f"nom;commune\nA;{place}\n", known)
    assert asked == ["Territory"]


# in a graph


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def test_the_names_of_a_graph_are_found(current: Current) -> None:
    tell(
        current,
        ("Territory", [node("com:36202", name="Saint-Maur"), node("com:18225", name="Saint-Maur")]),
        ("Territory", [node("epci:200000001", name="CC du Val"), node("dep:36", name="Indre")]),
        ("Territory", [node("com:36001", name="Aigurande", retired="2026")]),
        (
            "Territory-PART_OF-Territory",
            [edge("Territory-PART_OF-Territory", "com:36202", "epci:200000001")],
        ),
        ("Company", [node("99990000400006", name="Durand SARL", siret="99990000400006")]),
        (
            "Company-LOCATED_IN-Territory",
            [edge("Company-LOCATED_IN-Territory", "99990000400006", "com:36202")],
        ),
        ("Actor", [node("mde", name="Maison de l'emploi", acronym="MDE", kind="employment")]),
        (
            "Occupation",
            [
                node(
                    "H2913",
                    title="Soudage",
                    job_titles=["Soudeur / Soudeuse", "Soudeur / Soudeuse en atelier"],
                )
            ],
        ),
        ("Need", [node("besoin-1", title="Deux soudeurs", visibility="cell")]),
    )
    merged = Aliases([Alias(1, "Actor", "vieille-mde", "mde")])
    found = Names.of(current.store, merged=merged)
    assert found.find(Territory, "Saint-Maur (36)").key == "com:36202"
    assert found.find(Territory, "Aigurande").key == "com:36001"
    body = found.find(Territory, "Communauté de communes du Val", Near(department="18"))
    assert (body.how, body.candidates[0].headline) == ("near", "CC du Val, Indre")
    assert found.find(Company, "durand", Near(commune="com:36202")).key == "99990000400006"
    assert found.find(Company, "durand", Near(commune="com:18225")).key is None
    assert found.find(Company, "999900004").key == "99990000400006"
    assert found.find(Actor, "MDE").key == "mde"
    assert found.find(Actor, "Vieille MDE").how == "code"
    assert found.find(Occupation, "soudeuses").key == "H2913"
    assert found.titles.find("soudeuse en atelier").key == "H2913"


@pytest.mark.reference
def test_every_published_commune_is_found_by_its_name_and_departement(reference: Path) -> None:
    path = reference / "cog" / "communes_centre_val_de_loire.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    called = [commune(row["code_insee"], row["nom"]) for row in rows]
    bodies = {(row["code_epci"], row["epci"]) for row in rows}
    known = names(Territory=[*called, *(Called(f"epci:{c}", name) for c, name in bodies)])
    for row in rows:
        text = f"{row['nom'].upper()} ({row['code_departement']})"
        assert known.find(Territory, text).key == f"com:{row['code_insee']}"
    for code, name in bodies:
        short = name.replace("Communauté de communes", "CC")
        assert known.find(Territory, short.replace("Communauté d'agglomération", "CA")).key == (
            f"epci:{code}"
        )
