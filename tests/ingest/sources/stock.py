"""Stock files of SIRENE written as they are published: for tests, and for the benchmarks."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from stdnum import luhn

ADDRESS = (
    "complementAdresse{}", "numeroVoie{}", "indiceRepetition{}", "typeVoie{}", "libelleVoie{}",
    "codePostal{}", "libelleCommune{}", "libelleCommuneEtranger{}", "distributionSpeciale{}",
    "codeCommune{}", "codeCedex{}", "libelleCedex{}", "codePaysEtranger{}", "libellePaysEtranger{}",
)  # fmt: skip
ESTABLISHMENTS = (
    "siren", "nic", "siret", "statutDiffusionEtablissement", "dateCreationEtablissement",
    "trancheEffectifsEtablissement", "anneeEffectifsEtablissement",
    "activitePrincipaleRegistreMetiersEtablissement", "dateDernierTraitementEtablissement",
    "etablissementSiege", "nombrePeriodesEtablissement",
    *(name.format("Etablissement") for name in ADDRESS),
    "identifiantAdresseEtablissement", "coordonneeLambertAbscisseEtablissement",
    "coordonneeLambertOrdonneeEtablissement",
    *(name.format("2Etablissement") for name in ADDRESS),
    "dateDebut", "etatAdministratifEtablissement", "enseigne1Etablissement",
    "enseigne2Etablissement", "enseigne3Etablissement", "denominationUsuelleEtablissement",
    "activitePrincipaleEtablissement", "nomenclatureActivitePrincipaleEtablissement",
    "caractereEmployeurEtablissement", "activitePrincipaleNAF25Etablissement",
)  # fmt: skip
UNITS = (
    "siren", "statutDiffusionUniteLegale", "unitePurgeeUniteLegale", "dateCreationUniteLegale",
    "sigleUniteLegale", "sexeUniteLegale", "prenom1UniteLegale", "prenom2UniteLegale",
    "prenom3UniteLegale", "prenom4UniteLegale", "prenomUsuelUniteLegale", "pseudonymeUniteLegale",
    "identifiantAssociationUniteLegale", "trancheEffectifsUniteLegale",
    "anneeEffectifsUniteLegale", "dateDernierTraitementUniteLegale", "nombrePeriodesUniteLegale",
    "categorieEntreprise", "anneeCategorieEntreprise", "dateDebut", "etatAdministratifUniteLegale",
    "nomUniteLegale", "nomUsageUniteLegale", "denominationUniteLegale",
    "denominationUsuelle1UniteLegale", "denominationUsuelle2UniteLegale",
    "denominationUsuelle3UniteLegale", "categorieJuridiqueUniteLegale",
    "activitePrincipaleUniteLegale", "nomenclatureActivitePrincipaleUniteLegale",
    "nicSiegeUniteLegale", "economieSocialeSolidaireUniteLegale", "societeMissionUniteLegale",
    "caractereEmployeurUniteLegale", "activitePrincipaleNAF25UniteLegale",
)  # fmt: skip
LINKS = (
    "siretEtablissementPredecesseur", "siretEtablissementSuccesseur", "dateLienSuccession",
    "transfertSiege", "continuiteEconomique", "dateDernierTraitementLienSuccession",
)  # fmt: skip
PLACES = (
    "siret", "x", "y", "qualite_xy", "epsg", "plg_qp24", "plg_iris", "plg_zus", "plg_qp15",
    "plg_qva", "plg_code_commune", "distance_precision", "qualite_qp24", "qualite_iris",
    "qualite_zus", "qualite_qp15", "qualite_qva", "y_latitude", "x_longitude",
)  # fmt: skip


def siren(number: int) -> str:
    """Returns the nine figures of a legal unit, its check digit included."""
    return f"{number:08}" + luhn.calc_check_digit(f"{number:08}")


def siret(number: int, place: int = 1) -> str:
    """Returns the fourteen figures of an establishment, its check digit included."""
    figures = f"{siren(number)}{place:04}"
    return figures + luhn.calc_check_digit(figures)


def establishment(number: int, **values: str) -> dict[str, str]:
    """Returns an open establishment; `values` are columns without `Etablissement`."""
    told = {
        "siren": siren(number), "siret": siret(number), "nic": siret(number)[9:],
        "statutDiffusion": "O", "dateCreation": "2001-03-15", "etablissementSiege": "true",
        "nombrePeriodes": "3", "trancheEffectifs": "11", "anneeEffectifs": "2023",
        "numeroVoie": "12", "typeVoie": "RUE", "libelleVoie": "DU LAVOIR",
        "codePostal": "36000", "libelleCommune": "CHATEAUROUX", "codeCommune": "36044",
        "dateDebut": "2008-01-01", "etatAdministratif": "A", "activitePrincipale": "25.62B",
        "nomenclatureActivitePrincipale": "NAFRev2", "caractereEmployeur": "O",
        "activitePrincipaleNAF25": "25.53Y",
    } | values  # fmt: skip
    return {_column(name, "Etablissement", ESTABLISHMENTS): text for name, text in told.items()}


def unit(number: int, **values: str) -> dict[str, str]:
    """Returns a legal unit; `values` are columns without `UniteLegale`."""
    told = {
        "siren": siren(number), "statutDiffusion": "O", "dateCreation": "2001-03-15",
        "categorieJuridique": "5499", "etatAdministratif": "A", "denomination": f"SOCIETE {number}",
        "activitePrincipale": "25.62B", "nomenclatureActivitePrincipale": "NAFRev2",
    } | values  # fmt: skip
    return {_column(name, "UniteLegale", UNITS): text for name, text in told.items()}


def _column(name: str, ending: str, columns: Sequence[str]) -> str:
    if name in columns:
        return name
    for column in (f"{name}{ending}", f"{name}1{ending}"):
        if column in columns:
            return column
    raise KeyError(name)


def written(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str = ","
) -> Path:
    """Writes a stock file: no quotes where none are needed, lines ended by LF."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, "", delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def country(
    folder: Path, rows: int, communes: Sequence[str], share: float, seed: int = 20260907
) -> Path:
    """Writes a stock of `rows` establishments, a `share` of them in `communes`; returns its folder.

    Of all, six in ten are closed and four in ten of the others sole traders', as in the country.
    """
    chance = random.Random(seed)
    numbers = range(10_000_000, 10_000_000 + rows)
    _filled(folder / "StockEtablissement_utf8.csv", ESTABLISHMENTS,
            [establishment(0, **ESTABLISHMENT_SLOTS)],
            ((0, each) for each in _establishments(numbers, communes, share, chance)))  # fmt: skip
    units = [unit(0, siren="%s"), unit(0, siren="%s", **SOLE_TRADER)]
    _filled(folder / "StockUniteLegale_utf8.csv", UNITS, units,
            ((chance.random() < 0.4, (siren(number),)) for number in numbers))  # fmt: skip
    return folder


def _filled(
    path: Path,
    columns: Sequence[str],
    patterns: Sequence[Mapping[str, str]],
    rows: Iterable[tuple[int, tuple[str, ...]]],
) -> None:
    """Writes a file whose rows fill the `%s` of one of some patterns, in the columns' order."""
    lines = [",".join(pattern.get(name, "") for name in columns) + "\n" for pattern in patterns]
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(columns) + "\n")
        stream.writelines(lines[chosen] % values for chosen, values in rows)


ESTABLISHMENT_SLOTS = dict.fromkeys(
    ("siren", "nic", "siret", "trancheEffectifs", "numeroVoie", "codeCommune",
     "etatAdministratif", "enseigne", "activitePrincipale"),
    "%s",
)  # fmt: skip
SOLE_TRADER = {
    "categorieJuridique": "1000",
    "denomination": "",
    "nom": "MARTIN",
    "prenomUsuel": "CAMILLE",
}


def _establishments(
    numbers: range, communes: Sequence[str], share: float, chance: random.Random
) -> Iterator[tuple[str, ...]]:
    """Yields what fills the slots of each establishment, in the order of the columns."""
    bands = ("NN", "00", "01", "02", "03", "11", "12", "21")
    activities = ("25.62B", "10.13B", "47.11F", "01.50Z", "62.01Z")
    for number in numbers:
        here = chance.random() < share
        key = siret(number)
        yield (
            key[:9],
            key[9:],
            key,
            chance.choice(bands),
            str(number % 140 + 1),
            chance.choice(communes) if here else f"{chance.randint(59001, 59999)}",
            "F" if chance.random() < 0.6 else "A",
            f"ATELIER {number % 977}" if number % 3 == 0 else "",
            chance.choice(activities),
        )
