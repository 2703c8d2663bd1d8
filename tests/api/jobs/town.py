"""A town whose employers could group in very many ways: long work that no test has to make up."""

from __future__ import annotations

from pathlib import Path

from graph.current import Current
from ingest.load import Orders, load

EMPLOYERS = 44
SECONDS_5, SECONDS_6 = "largest=5", "largest=6"  # about one second, and about ten
MONTHS = (
    "janvier;février;mars;avril;mai;juin;juillet;août;septembre;octobre;novembre;décembre;récurrent"
)
TABLES = {
    "communes.csv": ["clé;nom;nature;latitude;longitude", "com:99001;Amont;commune;47;2"],
    "metiers.csv": ["clé;intitulé", "H2102;Conduite de ligne alimentaire"],
    "etablissements.csv": [
        "clé;nom;commune;effectif",
        *(f"atelier-{n:02};Atelier {n:02};99001;{20 + n}" for n in range(EMPLOYERS)),
    ],
    "besoins.csv": [
        f"clé;intitulé;établissement;métier;{MONTHS}",
        *(
            f"besoin-{n:02};Saison {n:02};atelier-{n:02};H2102;"
            + ";".join(
                f"{(n * 7 + month * 5) % 11 / 25:.3f}".replace(".", ",") for month in range(12)
            )
            + ";oui"
            for n in range(EMPLOYERS)
        ),
    ],
}


def load_town(current: Current, folder: Path) -> None:
    """Writes the tables of the town in a folder, and loads them."""
    folder.mkdir(exist_ok=True)
    for name, lines in TABLES.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = load(current, sorted(folder.glob("*.csv")), Orders(source="town"))
    assert report.clean, report
