"""Free texts without the e-mail addresses and telephone numbers that producers write into them."""

from __future__ import annotations

import re

WITHHELD = "[…]"
SPACE = r"[^\S\n]{0,2}"
EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]+{SPACE}(?:[@＠]|[(\[]\s?(?:at|arobase|@)\s?[)\]]){SPACE}"
    r"[\w\-]+(?:(?:\.|[(\[](?:dot|point)[)\]])[\w\-]+)*"
    r"(?:\.|[(\[](?:dot|point)[)\]])[^\W\d_]{2,}",
    re.IGNORECASE,
)

DASHES = r"\-\u2010-\u2015\u2212"
GAP = rf"[\s.·_{DASHES}]{{0,5}}"  # may stand between any two figures
YEAR = r"(?:19|20)\d\d(?!\d)"
OTHERS = "|".join(  # ten figures that begin like a telephone and are none
    (
        rf"\d{{5}}[\s/.{DASHES}]+\d{{5}}(?!\d)",  # postal codes
        rf"[0-3]\d[\s/.{DASHES}]+[01]\d[\s/.{DASHES}]+{YEAR}",  # a day
        rf"[01]\d[\s/.{DASHES}]+{YEAR}[\s/.{DASHES}]+{YEAR}",  # a month and two years
        rf"[0-3]\d\s+(?:[{DASHES}]\s+)?{YEAR}-\d\d-\d\d(?!\d)",  # between two ISO days
        rf"\d\d(?P<dot>[.\-])\d\d\s[{DASHES}]\s\d\d(?P=dot)\d\d(?P=dot)\d\d(?!\d)",  # two days
    )
)
ABROAD = rf"\(?(?:\+|00)\s?[1-9]\d{{1,2}}\)?{GAP}(?:\(?0\)?{GAP})?[1-9]"
AT_HOME = r"\(?0\)?(?:[1-9]|\s8)\)?"
END = rf"(?!\d|[.{DASHES}]\d\d(?![\s./{DASHES}]?\d)|\s?(?:€|euro))"  # days, hours, prices
TELEPHONE = re.compile(
    rf"(?<!\d)(?!{OTHERS})(?:(?:{ABROAD}|{AT_HOME})(?:{GAP}\d){{8}}{END}"
    r"|0[1-9](?:\s?/\s?\d\d){4}(?!\d))"
)


def without_people(text: str) -> str:
    """Returns a text in which e-mail addresses and telephone numbers are withheld."""
    return TELEPHONE.sub(WITHHELD, EMAIL.sub(WITHHELD, text))
