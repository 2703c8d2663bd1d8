"""The columns of the stock files of SIRENE that are read, and the names they have here."""

from __future__ import annotations

from typing import NamedTuple


class Establishment(NamedTuple):
    """A row of StockEtablissement with what other files say of it; "" where nothing is."""

    siret: str
    diffusion: str
    band: str
    band_year: str
    number: str
    repetition: str
    street_kind: str
    street: str
    commune: str
    since: str
    state: str
    sign: str
    usual_name: str
    activity: str
    nomenclature: str
    longitude: str
    latitude: str
    east: str
    north: str
    unit: str
    unit_diffusion: str
    unit_category: str
    unit_name: str
    unit_usual_name: str
    unit_acronym: str
    unit_person: str
    unit_usage_name: str
    unit_pseudonym: str
    unit_usual_first_name: str
    unit_first_name: str
    consents: bool


ESTABLISHMENT = {
    "siren": "siren",
    "siret": "siret",
    "diffusion": "statutDiffusionEtablissement",
    "band": "trancheEffectifsEtablissement",
    "band_year": "anneeEffectifsEtablissement",
    "number": "numeroVoieEtablissement",
    "repetition": "indiceRepetitionEtablissement",
    "street_kind": "typeVoieEtablissement",
    "street": "libelleVoieEtablissement",
    "commune": "codeCommuneEtablissement",
    "since": "dateDebut",
    "state": "etatAdministratifEtablissement",
    "sign": "enseigne1Etablissement",
    "usual_name": "denominationUsuelleEtablissement",
    "activity": "activitePrincipaleEtablissement",
    "nomenclature": "nomenclatureActivitePrincipaleEtablissement",
}
OPTIONAL = {
    "longitude": "longitude",
    "latitude": "latitude",
    "east": "coordonneeLambertAbscisseEtablissement",
    "north": "coordonneeLambertOrdonneeEtablissement",
}
TREATED = "dateDernierTraitementEtablissement"
UNIT = {
    "siren": "siren",
    "unit": "siren",
    "unit_diffusion": "statutDiffusionUniteLegale",
    "unit_category": "categorieJuridiqueUniteLegale",
    "unit_name": "denominationUniteLegale",
    "unit_usual_name": "denominationUsuelle1UniteLegale",
    "unit_acronym": "sigleUniteLegale",
    "unit_person": "nomUniteLegale",
}
UNIT_OPTIONAL = {
    "unit_usage_name": "nomUsageUniteLegale",
    "unit_pseudonym": "pseudonymeUniteLegale",
    "unit_usual_first_name": "prenomUsuelUniteLegale",
    "unit_first_name": "prenom1UniteLegale",
}
UNIT_TREATED = "dateDernierTraitementUniteLegale"
PLACE = {"siret": "siret", "place_longitude": "x_longitude", "place_latitude": "y_latitude"}
LINK = {
    "predecessor": "siretEtablissementPredecesseur",
    "successor": "siretEtablissementSuccesseur",
}
