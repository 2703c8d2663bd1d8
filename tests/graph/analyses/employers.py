"""Names of employers by twos, written by hand: some are one employer and some are not.

Every pair stands in a commune of its own. One record has a SIRET, the other what a partner knows.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.analyses.duplicate.entries import Entry


@dataclass(frozen=True)
class Pair:
    """Two names, each with an address where it has one; `number` tells pairs apart."""

    number: int
    a: str
    b: str
    addresses: tuple[str, str] = ("", "")

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its two records."""
        return frozenset({f"a{self.number}", f"b{self.number}"})

    def __str__(self) -> str:
        return f"{self.a} = {self.b}"

    def entries(self, siret_first: bool) -> list[Entry]:
        """Returns its two records."""
        town, siret = f"com:{37000 + self.number}", f"{10**13 + self.number}"
        told = (siret, "") if siret_first else ("", siret)
        return [
            Entry("Company", key, name, number, number[:9], "", address, town, f"Ville-{town}")
            for key, name, number, address in zip(
                sorted(self.keys), (self.a, self.b), told, self.addresses, strict=True
            )
        ]


SAME = [
    ("L'Atelier d'Amboise & Fils", "ATELIER AMBOISE ET FILS SARL"),
    ("MDE", "Maison de l'emploi"),
    ("M.D.E.", "Maison de l’Emploi"),
    ("MDE Blaisois", "Maison de l'emploi du Blaisois"),
    ("Maison de l'emploi (MDE)", "Maison de l'emploi"),
    ("CCI", "Chambre de commerce et d'industrie"),
    ("CMA", "Chambre de métiers et de l'artisanat"),
    ("ADMR", "Aide à domicile en milieu rural"),
    ("Association AIB", "Association Insertion Blois"),
    ("GEIQ BTP", "G.E.I.Q. B.T.P."),
    ("SAS Ferlet Chaudronnerie", "Chaudronnerie Ferlet"),
    ("Ets Bernard", "Établissements Bernard SARL"),
    ("Sté Lemoine", "Lemoine SA"),
    ("Sté Nouvelle Hautbois", "SOCIETE NOUVELLE HAUTBOIS"),
    ("Dupuis et Cie", "DUPUIS & COMPAGNIE"),
    ("Électricité Générale Ribault", "ELECTRICITE GENERALE RIBAULT"),
    ("Menuiserie Lefebvre", "Menuiserie Lefevbre"),
    ("Chaudronnerie du Berry", "Chaudronerie du Berry"),
    ("Transports Guillemet", "Transport Guillemet"),
    ("Transp. Guillemain", "Transports Guillemain"),
    ("Boulangerie Pâtisserie Tardivon", "Boul. Pât. Tardivon"),
    ("Jean-Pierre Moulinet", "Moulinet Jean Pierre"),
    ("J. Verdelet", "Jean Verdelet"),
    ("M. Courtin Alain", "Alain Courtin"),
    ("Garage Saint Cyran", "GARAGE ST-CYRAN"),
    ("Ste-Maure Bâtiment", "Sainte Maure Bâtiment"),
    ("Vergers de l'Indre (siège)", "Les Vergers de l'Indre"),
    ("Mécano Soudure", "Mécano-Soudure SASU"),
    ("Mécanosoudure Quentin", "Mecano Soudure Quentin"),
    ("Plomberie Chauffage Vauzelle", "Vauzelle Plomberie Chauffage"),
    ("Œnotourisme Chinon", "OENOTOURISME CHINON"),
    ("SCEA des Tilleuls", "Les Tilleuls"),
    ("GAEC de la Brenne", "GAEC La Brenne"),
    ("Laiterie de Verneuil", "Laiterie Verneuil S.C.A."),
    ("Imprimerie Rollet & Fils", "Imprimerie Rollet"),
    ("Groupe Bodin Joyeux", "Bodin-Joyeux"),
    ("Entreprise adaptée Horizon", "Horizon Entreprise Adaptée"),
    ("Fromagerie P. Jacquin", "Fromagerie Jacquin"),
]
SAME_BY_ADDRESS = [
    ("Sarl Paillet Ferronnerie", "Paillet", ("7 rte de Tours", "7, route de Tours")),
    ("Coiffure Mélanie", "Mélanie Coiff' Création", ("3 pl. du Marché", "3 place du Marché")),
]
APART = [
    ("Garage Martin", "Garage Marin", ("", "")),
    ("Boulangerie Dupont", "Boucherie Dupont", ("", "")),
    ("Boulangerie Petit", "Boulangerie Grand", ("", "")),
    ("Maison de l'emploi", "Maison de santé", ("", "")),
    ("Mission locale", "Maison de l'emploi", ("", "")),
    ("Transports Girard", "Transports Giraud", ("2 rue Pasteur", "9 avenue de Blois")),
    ("Menuiserie Bonnet", "Menuiserie Bonneau Richard", ("", "")),
    ("Garage du Centre", "Coiffure du Centre", ("", "")),
    ("SARL Morin", "SARL Moreau", ("", "")),
    ("Durand Électricité", "Duval Électricité", ("", "")),
    ("MDE", "Maison des associations", ("", "")),
    ("CCI", "Centre de formation", ("", "")),
    ("Taxi Robert", "Ambulances Robert", ("1 rue Haute", "22 route de Loches")),
    ("École Jules Ferry", "Collège Jules Ferry", ("4 rue A. Briand", "18 bd Diderot")),
    ("Pharmacie du Lac", "Pharmacie du Parc", ("", "")),
    ("SCI Les Tilleuls", "Résidence du Parc", ("", "")),
]
ATTESTED = "Martin Marin Girard Giraud Morin Moreau Bonnet Bonneau Durand Duval Petit Grand Dupont"
TRADES = "Garage Boulangerie Boucherie Transports Menuiserie Électricité Taxi Coiffure Pharmacie"
TOLD = [*((a, b, ("", "")) for a, b in SAME), *SAME_BY_ADDRESS]
ALIKE = [Pair(number, *told) for number, told in enumerate(TOLD)]
DIFFERENT = [Pair(100 + number, *told) for number, told in enumerate(APART)]


def listed(siret_first: bool) -> list[Entry]:
    """Returns the records of all pairs, among others that bear the usual names and trades."""
    others = [
        Entry("Company", f"c{trade}{name}", f"{trade} {name}", f"{2 * 10**13 + place}")
        for place, (trade, name) in enumerate(
            (trade, name) for trade in TRADES.split() for name in ATTESTED.split()
        )
    ]
    pairs = [entry for pair in (*ALIKE, *DIFFERENT) for entry in pair.entries(siret_first)]
    return [*pairs, *others]
