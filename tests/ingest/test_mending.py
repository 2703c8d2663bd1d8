"""What people write in a cell is taken for what it plainly means, and for nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from graph.kinds import Choice, Day, Number, Property, Text, Whole
from graph.schema import Contact, Employer, Need
from ingest.cells import read_one

WHOLE, NUMBER, DAY = Whole("", "", ""), Number("", "", ""), Day("", "", "")
CONTRACT = Need.properties["contract"]
TELEPHONE, BAND = Contact.properties["telephone"], Employer.properties["band"]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (DAY, "03/09/26", "2026-09-03"),
        (DAY, "12.05.98", "1998-05-12"),
        (DAY, "lundi 7 septembre 2026", "2026-09-07"),
        (DAY, "le 3 sept. 26", "2026-09-03"),
        (DAY, "sept. 2026", "2026-09-01"),
        (DAY, "09/2026", "2026-09-01"),
        (DAY, "2026/09/03 10:22:11 AM UTC+2", "2026-09-03"),
        (DAY, "20260903", "2026-09-03"),
        (WHOLE, "250 ETP", 250),
        (WHOLE, "'12", 12),
        (WHOLE, "environ 1 200 salariés", 1200),
        (NUMBER, "5 000,50 €", 5000.5),
        (CONTRACT, "CDD 6 mois", "fixed-term"),
        (CONTRACT, "en alternance", "apprenticeship"),
        (Need.properties["time"], "35h", "full"),
        (Need.properties["horizon"], "dès que possible", "urgent"),
        (TELEPHONE, "254000000", "02 54 00 00 00"),
        (TELEPHONE, "'02\u00a047 00 00 09", "02 47 00 00 09"),
        (BAND, "10 à 19", "11"),
        (BAND, "20-49 salariés", "12"),
    ],
)
def test_what_is_plain_is_read_and_told(kind: Property, cell: str, value: object) -> None:
    found, cause, mend = read_one(kind, cell)
    assert (found, cause) == (value, None)
    assert mend


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (DAY, "lundi 7 septembre"),
        (DAY, "31/02/26"),
        (DAY, "2004"),
        (WHOLE, "10 à 19"),
        (WHOLE, "+ de 50"),
        (WHOLE, "12,5 ETP"),
        (NUMBER, "12 k€"),
        (CONTRACT, "CDI ou CDD"),
        (CONTRACT, "pas de CDI"),
        (Need.properties["visibility"], "public restreint"),
    ],
)
def test_what_may_mean_two_things_is_refused(kind: Property, cell: str) -> None:
    value, cause, mend = read_one(kind, cell)
    assert cause is not None
    assert (value, mend) == (None, None)


@pytest.mark.parametrize("cell", ["nc", "N.C.", "#N/A", "—", "-", "?", "non renseigné"])
def test_a_mark_for_unknown_is_no_value_but_a_text_of_its_own(cell: str) -> None:
    for kind in (WHOLE, NUMBER, DAY, CONTRACT):
        assert read_one(kind, cell) == (None, None, None)
    assert read_one(Text("", "", ""), cell) == (cell, None, None)


def test_a_choice_in_words_is_told_in_the_reader_s() -> None:
    assert read_one(CONTRACT, "CDD 6 mois") == ("fixed-term", None, "CDD")


def test_a_band_that_insee_has_not_stays_as_written() -> None:
    assert read_one(BAND, "plus de 50") == ("plus de 50", None, None)
    assert read_one(BAND, "10 à 15") == ("10 à 15", None, None)


@given(st.dates(date(1950, 1, 1), date(2040, 12, 31)))
def test_a_day_with_a_short_year_is_one_of_a_hundred_years(day: date) -> None:
    value, cause, _ = read_one(DAY, day.strftime("%d/%m/%y"))
    assert cause is None
    assert str(value)[5:] == day.isoformat()[5:]
    assert (int(str(value)[:4]) - day.year) % 100 == 0


@given(st.sampled_from(["CDI", "CDD", "saisonnier"]), st.sampled_from(["CDI", "CDD", "intérim"]))
def test_a_choice_in_words_is_the_one_they_name(first: str, second: str) -> None:
    assert isinstance(CONTRACT, Choice)
    value, cause, _ = read_one(CONTRACT, f"contrat {first} {second}")
    same = first == second
    assert (value, cause is None) == (CONTRACT.read(first) if same else None, same)


@pytest.mark.parametrize("kind", [WHOLE, DAY, CONTRACT])
@pytest.mark.parametrize("cell", ["1" + " " * 30_000 + "places", "CDI" * 10_000])
def test_a_cell_longer_than_anyone_writes_is_not_mended(kind: Property, cell: str) -> None:
    value, cause, mend = read_one(kind, cell)
    assert cause is not None
    assert (value, mend) == (None, None)
