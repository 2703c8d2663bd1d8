"""What all official sources promise: nothing half loaded, clear refusals, archives as published."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.current import Current
from graph.errors import DataError
from graph.servers import Place
from ingest.official.archives import unpacked
from ingest.official.choice import wanted
from ingest.official.layouts import modified_on, published, tables_of
from ingest.sources import load_official
from tests.graphs import graph_of, keys_of, node, opened, tell
from tests.ingest.sources.stock import ESTABLISHMENTS, UNITS, establishment, siret, unit, written


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        tell(found, ("Territory", [
            node(f"com:{code}", code=code, kind="commune", name=code) for code in ("36044", "41018")
        ]))  # fmt: skip
        yield found


def packed(
    archive: Path, name: str, text: str, day: tuple[int, ...] = (2020, 5, 4, 3, 2, 1)
) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo(name, day), text)  # type: ignore[arg-type]
    return archive


def test_a_file_keeps_its_day_in_an_archive(tmp_path: Path) -> None:
    with unpacked(packed(tmp_path / "t.zip", "trajets.csv", "a,b\n1,2\n")) as place:
        assert modified_on(place / "trajets.csv") == "2020-05-04"


def test_an_archive_beside_what_it_holds_is_refused_by_name(tmp_path: Path) -> None:
    packed(tmp_path / "t.zip", "trajets.csv", "a,b\n")
    (tmp_path / "trajets.csv").write_text("a,b\n", "utf-8")
    with pytest.raises(DataError, match=r"t\.zip"), unpacked(tmp_path):
        pass


def test_a_damaged_archive_is_refused_by_name(tmp_path: Path) -> None:
    archive = packed(tmp_path / "t.zip", "trajets.csv", "a,b\n" * 4000)
    content = bytearray(archive.read_bytes())
    content[60:90] = bytes(30)
    archive.write_bytes(content)
    with pytest.raises(DataError, match=r"t\.zip"), unpacked(archive):
        pass


def test_folders_and_dangling_links_of_a_folder_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "anciens.csv").mkdir()
    (tmp_path / "absent.csv").symlink_to(tmp_path / "nowhere")
    table = tmp_path / "a.csv"
    table.write_text("a,b\n1,2\n", "utf-8")
    assert tables_of(tmp_path) == [table]
    with unpacked(tmp_path) as place:
        assert list(published(place / "a.csv", ("a",))) == [{"a": "1", "b": "2"}]


def test_a_file_that_may_not_be_read_is_named(current: Current, tmp_path: Path) -> None:
    loop = tmp_path / "boucle.csv"
    loop.symlink_to(loop)
    folder = tmp_path / "naf"
    folder.mkdir()
    with pytest.raises(DataError):
        load_official(current, "naf", folder)
    with pytest.raises(DataError):
        load_official(current, "naf", loop)


@pytest.mark.parametrize("km", [-5.0, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_refused(km: float) -> None:
    with pytest.raises(DataError, match="--within"):
        wanted(["dep:36"], km)


def test_nothing_is_loaded_of_a_folder_of_which_one_edition_is_wrong(
    current: Current, reference: Path, tmp_path: Path
) -> None:
    good = "naf_id|naf_label\n" + "".join(
        (reference / "naf" / "naf_labels.csv").read_text("utf-8").splitlines(keepends=True)[1:]
    )
    (tmp_path / "a.csv").write_text(good, "utf-8")
    head = "Sous-classes NAF rév. 2 – codes;Sous-classes NAF 2025 – codes\n"
    (tmp_path / "passage.csv").write_text(f"{head}01.11Z;99\n", "utf-8")
    before = graph_of(current)
    with pytest.raises(DataError, match=r"passage\.csv"):
        load_official(current, "naf", tmp_path)
    assert graph_of(current) == before
    assert [row.source for row in current.ledger.loads()] == ["opco"]


def stock(folder: Path, day: str, *, consent: bool) -> Path:
    """Two communes with a company each, and a sole trader in the first, who consents or not."""
    folder.mkdir()
    told = {"dateDernierTraitement": f"{day}T08:00:00"}
    written(folder / "StockEtablissement_utf8.csv", ESTABLISHMENTS, [
        establishment(1, **told), establishment(2, codeCommune="41018", **told),
        establishment(3, enseigne="CHEZ CAMILLE", **told),
    ])  # fmt: skip
    trader = unit(3, categorieJuridique="1000", denomination="", nom="MARTIN")
    written(folder / "StockUniteLegale_utf8.csv", UNITS, [unit(1), unit(2), trader])
    if consent:
        (folder / "accords.csv").write_text(f"siret,accord_le\n{siret(3)},2026-05-04\n", "utf-8")
    return folder


@pytest.mark.parametrize("day", ["2026-05-31", "2026-06-30"])
@pytest.mark.parametrize("codes", [(), ("36044",)])
def test_a_consent_withdrawn_takes_the_sole_trader_away_whatever_was_loaded(
    current: Current, tmp_path: Path, day: str, codes: tuple[str, ...]
) -> None:
    agreed = stock(tmp_path / "agreed", "2026-05-31", consent=True)
    for code in ("36044", "41018"):
        load_official(current, "sirene", agreed, wanted([code], 0))
    assert set(keys_of(current, "Company")) == {siret(1), siret(2), siret(3)}
    withdrawn = stock(tmp_path / "withdrawn", day, consent=False)
    load_official(current, "sirene", withdrawn, wanted(codes, 0))
    assert set(keys_of(current, "Company")) == {siret(1), siret(2)}
    current.ledger.rebuild()
    current.catch_up()
    assert siret(3) not in keys_of(current, "Company")


def test_a_file_given_again_is_known_until_what_it_rests_on_changes(
    current: Current, tmp_path: Path
) -> None:
    folder = stock(tmp_path / "stock", "2026-05-31", consent=False)

    def known() -> bool:
        [report] = load_official(current, "sirene", folder)
        return report.known_already

    assert [known(), known()] == [False, True]
    tell(current, ("Company", [node("atelier", name="Atelier")]))
    assert [known(), known()] == [False, True]
    tell(current, ("Territory", [node("com:45001", code="45001", kind="commune", name="x")]))
    assert [known(), known()] == [False, True]
