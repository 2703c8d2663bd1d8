"""The words that people head their columns with, beside those that the model declares.

A type's words hold for the types made of it. They stand as `words` compares them.
"""

from __future__ import annotations

from graph.codes import folded
from graph.declare import Edge, Node
from ingest.headers import words

PROSE = "prose"  # stands where a property would, for the header whose cells say a need in words
STOPPED = frozenset(
    words("a au aux d de des du en et l la le les n no nos of par pour s sur the un une").split()
)
NAME_PARTS = frozenset({"prenom", "nom", "civilite", "nom de famille", "titre"})
SURNAMES = frozenset({"nom", "nom de famille", "noms"})
CONTINUED = frozenset({"suite", "1", "2", "3", "bis"})

SAID: dict[str, dict[str, str]] = {
    "Employer": {
        "name": (
            "societe, nom entreprise, nom societe, nom etablissement, nom structure, nom "
            "commercial, employeur, client, structure, raison sociale entreprise, "
            "denomination sociale, denomination usuelle, company name"
        ),
        "siret": "no siret, n siret, numero siret, siret siege",
        "siren": "no siren, n siren, numero siren",
        "commune": "ville, localite, lieu, city, town, code insee, insee, commune insee",
        "naf": ("code naf, ape, code ape, naf ape, activite, secteur, secteur d activite"),
        "headcount": ("nb salaries, nbre salaries, nombre salaries, nb de salaries, staff, etp"),
        "address": "adresse postale, rue, voie, adresse 1, street",
    },
    "Contact": {
        "name": (
            "prenom, civilite, nom, interlocuteur, interlocutrice, personne a contacter, "
            "personne contact, nom contact, referent, correspondant, dirigeant, gerant, "
            "responsable, contact name"
        ),
        "function": "fonction du contact, qualite, poste occupe, role, job title",
        "telephone": (
            "tel, tel fixe, telephone fixe, portable, tel portable, mobile, numero de "
            "telephone, no tel, phone"
        ),
        "email": ("mail, e mail, email, adresse mail, adresse e mail, adresse electronique"),
    },
    "Need": {
        PROSE: (
            "besoin, besoins, besoin exprime, besoins exprimes, besoins rh, besoins en "
            "recrutement, recrutement, recrutements, recrutements prevus, postes a "
            "pourvoir, poste recherche, postes recherches, profils recherches, metier "
            "recherche, metiers recherches, metier, poste, needs"
        ),
        "occupation": "rome, code rome",
        "posts": (
            "nb postes, nombre de postes, nb de postes, nbre de postes, nombre, effectif recherche"
        ),
        "contract": "type de contrat, type contrat, nature du contrat",
        "time": "temps de travail, duree du travail",
        "by": "date limite, pour le, date de prise de poste, echeance du besoin",
        "horizon": "delai, echeance, urgence",
    },
    "Visit": {
        "held_on": (
            "visite, visite le, derniere visite, date visite, date de visite, date de la "
            "visite, date derniere visite, rdv, date rdv, date de rdv, rendez vous, date "
            "rendez vous, date de rencontre, rencontre le, vu le, dernier contact, date "
            "dernier contact, last visit"
        ),
        "learnt": (
            "compte rendu, cr, commentaire, commentaires, observation, observations, "
            "remarque, remarques, notes, constat, bilan"
        ),
        "purpose": "objet visite, motif visite, sujet, objet du rdv",
        "next_step": ("suites, suite a donner, suites a donner, prochaine etape, relance, a faire"),
        "visitor": ("charge de mission, conseiller, suivi par, rencontre par, vu par, visite par"),
    },
}

POSTAL = frozenset({"code postal", "cp", "postal code", "postcode", "zip"})
CROSSES = frozenset({"x", "✓", "✔", "✗", "✘", "+", "oui", "o", "yes", "vrai", "1"})


def said(of: type[Node] | type[Edge]) -> dict[str, str]:
    """Returns the words that people say the properties and columns of a type with."""
    found: dict[str, str] = {}
    for base in of.__mro__:
        for meaning, headers in SAID.get(base.__name__, {}).items():
            for header in headers.split(", "):
                found.setdefault(header, meaning)
    return found


def told(text: str) -> tuple[str, ...]:
    """Returns the words of a header that tell something, articles and the like left out."""
    return tuple(word for word in words(text).split() if word not in STOPPED)


def crossed(cell: str) -> bool:
    """Returns whether a cell is a cross."""
    return folded(cell) in CROSSES or cell in CROSSES
