"""Names of organisations as they are compared: without legal form, civility, accents and signs.

Sources: legal forms of the SIRENE register (INSEE, catégories juridiques) in their usual short
forms. What is left out says how an organisation is set up, never which one it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.codes import folded

LEGAL_FORM = re.compile(
    r"sarlu?|sasu?|eurl|sc(?:i|op|a|p|m)|scic|snc|scs|eirl|gaec|earl|scea|sela(?:rl|s)|sccv|gie|sem(?:op)?|"
    r"spl|ets|etabl|etablissements?|ste|soc|societe|asso|assoc|association|groupe|cie|compagnie|"
    r"mme|mlle|monsieur|madame|mademoiselle"
)
AT_AN_END = frozenset({"sa", "ei", "se", "mr", "m", "me", "gip"})  # French words inside a name
PHRASES = re.compile(
    r"\b(?:societe (?:par actions simplifiee|a responsabilite limitee|anonyme|en nom collectif|"
    r"civile immobiliere|civile|cooperative)(?: unipersonnelle)?|"
    r"entrepr(?:ise|eneur) individuelle?|association (?:loi )?(?:de )?1901|loi 1901)\b"
)
SEAT = re.compile(r"\(\s*siege(?: social)?\s*\)|[-,]\s*siege(?: social)?\s*$")
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
SPACED = re.compile(r"\b(?:s a r l|s a s u|s a s|s n c|s c i|e u r l)\b")
SAINT = re.compile(r"\b(st|ste)\b(?=[- ])")
SAINTS = {"st": "saint", "ste": "sainte"}
STE = re.compile(r"^ste (?!-)")
COMPANY_END = re.compile(r"\bet (?:cie|compagnie)\b")
STOP_WORD = re.compile(r"a|aux?|avec|chez|d|des?|du|en|et|l|l[ae]|les|par|pour|s|sous|sur")
LINKS = frozenset({"d", "de", "du", "des"})
PREPOSITIONS = frozenset({"de", "du", "des", "en", "pour"})


@lru_cache(maxsize=131072)
def bare_name(text: str) -> str:
    """Returns a name in plain words: `l atelier d amboise et fils` of `L'Atelier d'Amboise & Fils`.

    Legal forms, civilities and `(siège)` go; `St` becomes `saint`; a name made of nothing else
    keeps its words. The text is empty only when the name is.
    """
    words = _words(text)
    kept = _without_forms(words)
    return " ".join(kept or words) or folded(text) or text.strip().casefold()


@lru_cache(maxsize=131072)
def telling_words(text: str) -> tuple[str, ...]:
    """Returns the words of a bare name that are no article, preposition or conjunction."""
    words = tuple(bare_name(text).split())
    return tuple(word for word in words if not STOP_WORD.fullmatch(word)) or words


def acronym_of(text: str) -> str:
    """Returns the initials of the telling words: `CCI` of `Chambre de commerce et d'industrie`."""
    return "".join(word[0] for word in telling_words(text)).upper()


@lru_cache(maxsize=131072)
def acronyms_of(text: str) -> tuple[str, ...]:
    """Returns the initials as people take them, each once: `ME`, `MDE` of `Maison de l'emploi`.

    Of the telling words; then with the prepositions between them; then of every word; then with
    what says how it is set up, as in `AIB` of `Association Insertion Blois`.
    """
    bare, told = bare_name(text).split(), _words(text)
    joined = [word for word in bare if not STOP_WORD.fullmatch(word) or word in PREPOSITIONS]
    whole = [word for word in told if not STOP_WORD.fullmatch(word)]
    found = ("".join(word[0] for word in taken).upper() for taken in (joined, bare, whole))
    return tuple(dict.fromkeys(initials for initials in (acronym_of(text), *found) if initials))


def _words(text: str) -> list[str]:
    plain = SEAT.sub(" ", folded(text.replace("&", " et ").replace("+", " et ")))
    plain = DOTTED.sub(lambda found: found[0].replace(".", "") + " ", plain)
    plain = STE.sub("societe ", plain)
    plain = SAINT.sub(lambda found: SAINTS[found[1]], plain)
    plain = COMPANY_END.sub("cie", plain)
    plain = SPACED.sub(lambda found: found[0].replace(" ", ""), re.sub(r"[^a-z0-9]+", " ", plain))
    return PHRASES.sub(" ", plain).split() or plain.split()


def _without_forms(words: list[str]) -> list[str]:
    kept = [word for word in words if not LEGAL_FORM.fullmatch(word)]
    while kept and (kept[0] in AT_AN_END or (kept[0] in LINKS and words[0] not in LINKS)):
        kept = kept[1:]
    while kept and kept[-1] in AT_AN_END:
        kept = kept[:-1]
    return kept
