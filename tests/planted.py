"""French companies made up, some of them twice: what tells a good search for duplicates.

A register of establishments with their SIRET, as SIRENE has it, and a partner's file without: part
of it is of the register under another spelling (the planted pairs, one kind each), part is not,
and much of that looks as if it were. The same seed gives the same companies.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from stdnum import luhn

from graph.addresses import SHORT_FORMS
from graph.analyses.duplicate.entries import Entry
from graph.codes import folded
from graph.names import acronym_of, acronyms_of

SEED = 20261015
FIRST = "Jean Pierre Michel Alain Philippe Nathalie Isabelle Sylvie Thierry Hélène Joël Élodie Inès"
KNOWN = (
    "Martin Marin Bernard Benard Thomas Petit Robert Richard Durand Durant Dubois Moreau Morel "
    "Laurent Simon Michel Lefebvre Lefèvre Leroy Roux David Bertrand Girard Giraud Bonnet Dupont "
    "Dupond Lambert Fontaine Rousseau Vincent Muller Faure André Mercier Blanc Guérin Boyer "
    "Garnier Chevalier François Legrand Gauthier Gautier Garcia Perrin Robin Clément Morin Nicolas"
)
HEADS = "Bar Bou Bro Cha Cor Del Dou Fer Fro Gal Gri Hau Jou Lan Lou Mail Mar Mon Nau Per Pou Rab"
TAILS = "ard aud bert brun cher det eau elle et gnon ier let lin nier ney not ot quet reau rin ron"
TRADES = (
    "Garage Boulangerie Menuiserie Maçonnerie Plomberie Électricité Chaudronnerie Transports "
    "Peinture Couverture Charpente Coiffure Pharmacie Boucherie Carrosserie Serrurerie Paysages "
    "Mécanique Imprimerie Restaurant Taxi Ambulances Optique Fleurs Terrassement Isolation"
)
THINGS = "Val Moulin Pré Château Lac Four Clos Pont Jardin Chêne Tilleul Verger Coteau Lavoir"
BODIES = (
    "Maison de l'emploi|Régie de quartier|Union artisanale du bâtiment|Centre de formation|"
    "Comité de développement économique|Service d'aide à domicile|Groupement d'employeurs|"
    "Atelier de réinsertion par le travail|Coopérative d'utilisation de matériel agricole"
)
CHAINS = "Bricolux|Superfrais|Optivia|Jardinor|Autopièces|Meublandia|Pressing Éclair|Crédit Est"
STREETS = "du Lavoir|Jean Jaurès|de la République|des Tilleuls|Victor Hugo|de l'Industrie|Pasteur"
WAYS = "rue avenue boulevard route place chemin impasse allée"
PAIRS = "Martin Marin Bernard Benard Durand Durant Dupont Dupond Lefebvre Lefèvre Gautier Gauthier"
TWINS = dict(zip(PAIRS.split()[::2], PAIRS.split()[1::2], strict=True))
FORMS = "SARL SAS SASU EURL SA SCOP"
Change = Callable[["Maker", Entry], Entry | None]


@dataclass
class Planted:
    """Entries in a shuffled order; `pairs` are the true ones by their keys, each with its kind."""

    entries: list[Entry] = field(default_factory=list)
    pairs: dict[frozenset[str], str] = field(default_factory=dict)


class Maker:
    """Makes companies by chance, from one seed."""

    def __init__(self, communes: int, seed: int) -> None:
        self.chance = random.Random(seed)
        chosen = self.chance
        self.families = [*KNOWN.split(), *(h + t for h in HEADS.split() for t in TAILS.split())]
        side = 0.15 * communes**0.5
        self.communes = [
            Entry(
                type="Company",
                key="",
                name="",
                commune=f"com:{36000 + number}",
                commune_name=f"{chosen.choice(self.families)}-sur-{chosen.choice(THINGS.split())}",
                where=(46 + chosen.uniform(0, side), chosen.uniform(0, side)),
            )
            for number in range(communes)
        ]
        self.sizes = [chosen.lognormvariate(0, 1) for _ in self.communes]
        self.made = 0

    def company(self, name: str | None = None, near: Entry | None = None) -> Entry:
        """Returns a company with a SIRET, of that name and in the commune of `near` where given."""
        place = near or self.chance.choices(self.communes, self.sizes)[0]
        siren = self._siren()
        return replace(
            place,
            key=(siret := self._siret(siren)),
            siret=siret,
            siren=siren,
            name=name or self.name(place),
            address=self.address(),
            acronym="",
        )

    def branch(self, of: Entry) -> Entry:
        """Returns another establishment of a company, in its commune or elsewhere."""
        place = of if self.chance.random() < 0.3 else self.chance.choice(self.communes)
        siret = self._siret(of.siren)
        return replace(
            of,
            key=siret,
            siret=siret,
            address=self.address(),
            commune=place.commune,
            commune_name=place.commune_name,
            where=place.where,
        )

    def name(self, place: Entry) -> str:
        """Returns a name such as French establishments bear."""
        some, family = self.chance.choice, self.chance.choice(self.families)
        trade, form = some(TRADES.split()), some(FORMS.split())
        names = {
            f"{trade} {family}": 6,
            f"{form} {family}": 2,
            f"{family} {trade} {form}": 3,
            f"{some(FIRST.split())} {family}": 4,
            f"{family} & Fils": 2,
            f"{trade} du {some(THINGS.split())}": 3,
            f"{some(HEADS.split())}{some(HEADS.split()).lower()}{some(TAILS.split())} {form}": 4,
            f"{some(BODIES.split('|'))} {family}": 3,
            f"{family} {some(self.families)} {trade}": 2,
            some(CHAINS.split("|")): 1,
            f"{trade} de {place.commune_name}": 1,
            f"L'Atelier d'{some(('Amboise', 'Issoudun', 'Ingrandes'))} {family}": 1,
        }
        return self.chance.choices(list(names), list(names.values()))[0]

    def address(self) -> str:
        """Returns a number in a street, or a business park."""
        if self.chance.random() < 0.15:
            return f"ZA {self.chance.choice(STREETS.split('|'))}"
        way, street = self.chance.choice(WAYS.split()), self.chance.choice(STREETS.split("|"))
        return f"{self.chance.randint(1, 120)} {way} {street}"

    def copied(self, entry: Entry, siren: float = 0.3) -> Entry:
        """Returns an entry as a partner's file has it: no SIRET, and not all of the rest."""
        self.made += 1
        told = entry.address if self.chance.random() < 0.7 else ""
        known = entry.siren if self.chance.random() < siren else ""
        return replace(
            entry, key=f"fiche-{self.made:06}", siret="", siren=known, address=self.short(told)
        )

    def short(self, address: str) -> str:
        """Returns an address with its words in short forms, half of the time."""
        if self.chance.random() < 0.5:
            return address
        forms = {long: short for short, long in reversed(SHORT_FORMS.items())}
        return " ".join(forms.get(folded(word), word) for word in address.split())

    def nearby(self, entry: Entry) -> Entry:
        """Returns the nearest other commune."""
        others = [place for place in self.communes if place.commune != entry.commune]
        return min(others, key=lambda place: _apart(place, entry))

    def _siren(self) -> str:
        head = f"{self.chance.randrange(10**7, 10**8)}"
        return head + luhn.calc_check_digit(head)

    def _siret(self, siren: str) -> str:
        head = siren + f"{self.chance.randrange(1, 9999):04}"
        return head + luhn.calc_check_digit(head)


def _apart(one: Entry, other: Entry) -> float:
    if one.where is None or other.where is None:
        raise ValueError(one, other)
    return (one.where[0] - other.where[0]) ** 2 + (one.where[1] - other.where[1]) ** 2


def typing_error(maker: Maker, entry: Entry) -> Entry:
    """One or two letters wrong, in words of five letters or more."""
    words = entry.name.split()
    long = [place for place, word in enumerate(words) if len(word) > 4]
    for place in maker.chance.sample(long, min(len(long), maker.chance.randint(1, 2))):
        words[place] = _mistyped(words[place], maker.chance)
    return maker.copied(replace(entry, name=" ".join(words)))


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randint(1, len(word) - 2)
    letter = chance.choice("aeioulnrst")
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return chance.choice(ways)


def sigle(maker: Maker, entry: Entry) -> Entry | None:
    """The initials for the name, where it has three words or more."""
    initials = [found for found in acronyms_of(entry.name) if len(found) in range(3, 6)]
    if len(acronym_of(entry.name)) < 3 or not initials:
        return None
    return maker.copied(replace(entry, name=maker.chance.choice(initials)))


def moved(maker: Maker, entry: Entry) -> Entry:
    """An address of before, half of the time in the next commune."""
    if maker.chance.random() < 0.5:
        return maker.copied(replace(entry, address=maker.address()))
    place = maker.nearby(entry)
    there = replace(place, name=entry.name, siren=entry.siren, address=maker.address())
    return maker.copied(there, siren=0.5)


def legal_form(maker: Maker, entry: Entry) -> Entry:
    """Another legal form, before or after the name."""
    bare = " ".join(word for word in entry.name.split() if word not in FORMS.split())
    form = maker.chance.choice((*FORMS.split(), "Ets", "Société", "S.A.R.L."))
    name = maker.chance.choice((f"{form} {bare}", f"{bare} {form}", f"{bare} ({form})"))
    return maker.copied(replace(entry, name=name))


def capitals(maker: Maker, entry: Entry) -> Entry:
    """Capitals without accents, apostrophes and signs, as registers write."""
    plain = folded(entry.name).upper().replace("'", " ").replace("&", "ET").replace("-", " ")
    return maker.copied(replace(entry, name=plain))


def word_order(maker: Maker, entry: Entry) -> Entry | None:
    """The words the other way round."""
    words = entry.name.split()
    if len(words) < 2 or "&" in words:
        return None
    return maker.copied(replace(entry, name=" ".join([*words[1:], words[0]])))


def abbreviation(maker: Maker, entry: Entry) -> Entry | None:
    """The longest word but one cut short, or a first name by its initial."""
    words = entry.name.split()
    if len(words) < 2:
        return None
    at = 0 if len(words[0]) > 4 or words[0] in FIRST.split() else 1
    size = 1 if words[0] in FIRST.split() else 4
    words[at] = f"{words[at][:size]}."
    return maker.copied(replace(entry, name=" ".join(words)))


def more_words(maker: Maker, entry: Entry) -> Entry:
    """A word that people add: `& Fils`, the commune, the trade."""
    added = maker.chance.choice(("& Fils", "Services", entry.commune_name, "- Siège", "et Cie"))
    return maker.copied(replace(entry, name=f"{entry.name} {added}"))


def other_name(maker: Maker, entry: Entry) -> Entry:
    """A sign that is not the company's name, with its SIREN."""
    return maker.copied(replace(entry, name=maker.name(entry)), siren=1)


def same_siret(maker: Maker, entry: Entry) -> Entry:
    """The SIRET under a key of its own, with a name of its own."""
    return replace(maker.copied(entry), siret=entry.siret, name=maker.name(entry))


CHANGES: dict[str, Change] = {
    "typing error": typing_error,
    "sigle": sigle,
    "moved": moved,
    "legal form": legal_form,
    "accents": capitals,
    "word order": word_order,
    "abbreviation": abbreviation,
    "more words": more_words,
    "other name, SIREN": other_name,
    "same SIRET": same_siret,
}


def near_miss(maker: Maker, entry: Entry) -> Entry:
    """Another company that could be taken for one of the register."""
    kind = maker.chance.randrange(4)
    if kind == 0:
        name = _renamed(maker, entry.name)
        return maker.copied(maker.company(name, entry), siren=0.1)
    if kind == 1:
        name = _in_another_trade(maker, entry.name)
        return maker.copied(maker.company(name, entry), siren=0.1)
    if kind == 2:
        elsewhere = [place for place in maker.communes if place.commune != entry.commune]
        return maker.copied(maker.company(entry.name, maker.chance.choice(elsewhere)), siren=0.1)
    return maker.copied(maker.company(), siren=0.1)


def _renamed(maker: Maker, name: str) -> str | None:
    """Returns the name with another family, alike where there is one; `None` without a family."""
    other = maker.chance.choice(maker.families)
    words = [TWINS.get(w, other) if w in maker.families else w for w in name.split()]
    return None if " ".join(words) == name else " ".join(words)


def _in_another_trade(maker: Maker, name: str) -> str | None:
    """Returns the name with another trade; `None` without a trade."""
    trades = TRADES.split()
    words = [maker.chance.choice(trades) if word in trades else word for word in name.split()]
    return None if " ".join(words) == name else " ".join(words)


def planted(total: int, communes: int = 300, seed: int = SEED) -> Planted:
    """Returns `total` companies: six tenths a register, two tenths of it again, two tenths others.

    One establishment in six of the register is a branch: same SIREN, same name, other SIRET.
    """
    maker, made = Maker(communes, seed), Planted()
    register: list[Entry] = []
    while len(register) < total * 6 // 10:
        branch = register and maker.chance.random() < 1 / 6
        register.append(maker.branch(maker.chance.choice(register)) if branch else maker.company())
    for place, entry in enumerate(maker.chance.sample(register, total * 2 // 10)):
        kind = list(CHANGES)[place % len(CHANGES)]
        copy = CHANGES[kind](maker, entry)
        if copy is None:
            kind, copy = "accents", capitals(maker, entry)
        made.entries.append(copy)
        made.pairs[frozenset({entry.key, copy.key})] = kind
    while len(register) + len(made.entries) < total:
        made.entries.append(near_miss(maker, maker.chance.choice(register)))
    made.entries.extend(register)
    maker.chance.shuffle(made.entries)
    return made
