"""The words that people head their columns with, beside those that the model declares.

A type's words hold for the types made of it. They stand as `words` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.codes import folded
from graph.declare import Edge, Node
from ingest.headers import words

PROSE = "prose"  # stands where a property would, for the header whose cells say a need in words
STOPPED = frozenset(
    words(
        "a au aux d dans de des du en est et etes l la le les merci n no nos of par pour quel"
        " quelle quelles quels s sont sur the un une vos votre vous"
    ).split()
)
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
SHORTENED = {
    "adr": "adresse",
    "cod": "code",
    "dat": "date",
    "deb": "debut",
    "dt": "date",
    "eff": "effectif",
    "ent": "entreprise",
    "etab": "etablissement",
    "ets": "etablissement",
    "lib": "libelle",
    "num": "numero",
    "resp": "responsable",
    "sal": "salaries",
    "soc": "societe",
}
YEAR = re.compile(r"(?:19|20)\d\d")
NAME_PARTS = frozenset({"prenom", "nom", "civilite", "nom de famille", "titre"})
SURNAMES = frozenset({"nom", "nom de famille", "noms"})
CONTINUED = frozenset({"suite", "1", "2", "3", "bis"})

SAID: dict[str, dict[str, str]] = {
    "Territory": {
        "part_of": "epci, intercommunalite, interco, communaute de communes, epci de rattachement",
        "name": "nom commune, nom de la commune, libelle commune",
    },
    "Employer": {
        "name": (
            "nom structure, structure, client, raison sociale entreprise, "
            "denomination sociale, denomination usuelle"
        ),
        "siret": "no siret, n siret, numero siret, siret siege",
        "siren": "no siren, n siren, numero siren",
        "commune": (
            "ville, localite, lieu, city, town, code insee, insee, commune insee, "
            "ville commune, lieu de travail, implantation, libelle commune, nom commune"
        ),
        "naf": (
            "code naf, ape, code ape, naf ape, activite, secteur, secteur d activite, "
            "activite principale, code naf ape"
        ),
        "headcount": (
            "nb salaries, nbre salaries, nombre salaries, nb de salaries, staff, etp, "
            "effectif total, effectif salarie, effectif salaries, nombre de salaries, taille"
        ),
        "band": "tranche effectif, tranche d effectifs, tranche effectifs, tranche de salaries",
        "address": "adresse postale, rue, voie, adresse 1, street",
    },
    "Company": {
        "name": (
            "societe, nom entreprise, nom societe, nom etablissement, nom commercial, "
            "employeur, company name, exploitation, nom exploitation, commerce, magasin, libelle "
            "etablissement, entreprise d accueil"
        ),
    },
    "Actor": {
        "name": (
            "organisme, nom organisme, nom partenaire, institution, association, nom association"
        ),
        "kind": "type de structure, type organisme, type de partenaire, categorie",
        "url": "site internet, site web, website, lien",
    },
    "Contact": {
        "name": (
            "prenom, civilite, nom, interlocuteur, interlocutrice, personne a contacter, "
            "personne contact, nom contact, referent, correspondant, dirigeant, gerant, "
            "responsable, contact name, tuteur"
        ),
        "function": "fonction du contact, qualite, poste occupe, role, job title",
        "telephone": (
            "tel, tel fixe, telephone fixe, portable, tel portable, mobile, numero de "
            "telephone, no tel, phone"
        ),
        "email": (
            "mail, e mail, email, adresse mail, adresse e mail, adresse electronique, "
            "mail dirigeant, mail contact"
        ),
    },
    "Need": {
        PROSE: (
            "besoin, besoins, besoin exprime, besoins exprimes, besoins rh, besoins en "
            "recrutement, recrutement, recrutements, recrutements prevus, postes a "
            "pourvoir, poste recherche, postes recherches, profils recherches, metier "
            "recherche, metiers recherches, metier, poste, needs, intitule du poste, "
            "intitule de l offre, poste propose, offre d emploi, besoin identifie, besoins "
            "identifies"
        ),
        "occupation": "rome, code rome",
        "posts": (
            "nb postes, nombre de postes, nb de postes, nbre de postes, nombre, effectif "
            "recherche, nb, nb recrutements, nombre de recrutements"
        ),
        "contract": "type de contrat, type contrat, nature du contrat",
        "time": "temps de travail, duree du travail",
        "starts_on": "date de publication, publiee le, date de l offre, date de depot",
        "by": "date limite, pour le, date de prise de poste, echeance du besoin",
        "horizon": "delai, echeance, urgence",
        "m01": "janv, jan",
        "m02": "fevr, fev, feb",
        "m03": "mar",
        "m04": "avr, apr",
        "m06": "jun",
        "m07": "juil, jul",
        "m08": "aou, aug",
        "m09": "sept, sep",
        "m10": "oct",
        "m11": "nov",
        "m12": "dec",
    },
    "Surplus": {
        "headcount": (
            "effectif concerne, effectifs concernes, salaries concernes, nb salaries "
            "concernes, postes supprimes, nb postes supprimes, suppressions de postes, "
            "nombre de postes supprimes"
        ),
        "starts_on": "date de fermeture, date effective, date prevue, fin d activite",
        "occupation": "metiers concernes, metier concerne, postes concernes, metiers",
        "reason": "motif, cause",
    },
    "Visit": {
        "held_on": (
            "visite, visite le, derniere visite, date visite, date de visite, date de la "
            "visite, date derniere visite, rdv, date rdv, date de rdv, rendez vous, date "
            "rendez vous, date de rencontre, rencontre le, vu le, dernier contact, date "
            "dernier contact, last visit, date 1er contact, date premier contact, premier contact"
        ),
        "learnt": (
            "compte rendu, cr, commentaire, commentaires, observation, observations, "
            "remarque, remarques, notes, constat, bilan"
        ),
        "purpose": "objet visite, motif visite, sujet, objet du rdv",
        "next_step": ("suites, suite a donner, suites a donner, prochaine etape, relance, a faire"),
        "visitor": ("charge de mission, conseiller, suivi par, rencontre par, vu par, visite par"),
    },
    "Request": {
        "title": "demande, demandes, question, sollicitation, objet de la demande",
        "asked_on": (
            "date, date demande, date de la demande, date de demande, recue le, demande recue le"
        ),
        "topic": "theme, thematique, sujet",
        "outcome": "reponse, reponse apportee, reponses, suite donnee, resultat",
    },
    "Training": {
        "title": "intitule, formation, nom formation, intitule formation, libelle formation",
        "hours": "duree h, duree heures, nb heures, nombre d heures, volume horaire, duree en h",
        "funding": "financeur, financeurs, financements, finance par",
        "provider": "organisme de formation, of, centre de formation",
        "occupations": "code rome, rome, metier, metier vise, metiers vises, codes rome",
        "certifications": "code rncp, rncp, no rncp",
    },
    "Session": {
        "starts_on": "date debut, debut, date de debut, du, date d entree, date demarrage",
        "ends_on": "date fin, fin, date de fin, au",
        "seats": "nb places, places, nombre de places, nb de places, capacite",
    },
    "Resource": {
        "name": "designation, ressource, equipement, materiel",
        "kind": "type, categorie, type de ressource",
        "available": "disponible a partir, disponibilites, disponible le, creneaux, dispo",
    },
    "Action": {
        "title": "quoi, tache, taches, action, actions, nom action, intitule action",
        "due_on": "pour quand, date limite, pour le, date prevue",
        "status": "fait, etat, avancement, etat d avancement",
        "owner": "porteur, pilotage, structure porteuse",
    },
    "Project": {
        "name": "projet, nom projet, intitule projet, intitule du projet, titre du projet",
        "description": "objectif, objectifs, contenu, descriptif, presentation",
        "status": "etat d avancement, avancement, etat, etape",
        "ends_on": "echeance, date de fin, date fin, fin prevue",
        "starts_on": "date de debut, date debut, demarrage, debut",
        "cost": "budget, montant, cout total, budget previsionnel",
        "funding": "financeur, financeurs",
    },
}

OF_ANY = {
    "observed_on": (
        "horodateur, timestamp, mis a jour le, date de mise a jour, date mise a jour, "
        "derniere mise a jour, date maj, maj, maj le"
    )
}
HINTS = {  # headers of columns that say of a row where it is, for the names of places
    "department": ("departement", "dept", "dpt", "dep", "code departement", "department"),
    "postal": ("code postal", "cod postal", "cp", "postal code", "postcode", "zip"),
    "commune": ("commune", "ville", "city", "town", "localite"),
}
POSTAL = frozenset({*HINTS["postal"], *HINTS["department"]})
CROSSES = frozenset({"x", "✓", "✔", "✗", "✘", "+", "oui", "o", "yes", "vrai", "1"})


def said(of: type[Node] | type[Edge]) -> dict[str, str]:
    """Returns the words that people say the properties and columns of a type with."""
    found: dict[str, str] = {}
    for said_of in (*(SAID.get(base.__name__, {}) for base in of.__mro__), OF_ANY):
        for meaning, headers in said_of.items():
            for header in headers.split(", "):
                found.setdefault(header, meaning)
    return found


def told(text: str) -> tuple[str, ...]:
    """Returns the words of a header that tell something, articles, years and the like left out."""
    return tuple(w for w in words(text).split() if w not in STOPPED and not YEAR.fullmatch(w))


def written_out(header: str) -> Iterator[str]:
    """Yields a header without what stands in brackets, and with what software shortens in full."""
    bare = " ".join(told(BRACKETED.sub(" ", header)))
    yield bare
    yield " ".join(SHORTENED.get(word, word) for word in bare.split())


def crossed(cell: str) -> bool:
    """Returns whether a cell is a cross."""
    return folded(cell) in CROSSES or cell in CROSSES
