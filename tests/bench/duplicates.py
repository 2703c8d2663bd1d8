"""Duplicates among 50,000 made-up companies, beside a plain pass of rapidfuzz and recordlinkage.

All search the same planted companies, each in a process of its own, and all are told that two
SIRET that differ are two establishments. The plain pass compares the names within a commune,
`token_sort_ratio` of 90 or more. `recordlinkage` has the pairs of one commune, one SIREN or one
SIRET, compares name and address by Jaro-Winkler and both numbers exactly, and decides either by
its unsupervised ECM classifier or by the mean of the comparisons, cut where the truth says that it
serves it best. Seconds, and those of the processor, are those of the search; megabytes are those
of the whole process.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from graph.analyses.duplicates import DuplicatesParameters, found_pairs
from graph.codes import folded
from tests.bench._race import timed_process
from tests.planted import Planted, planted

COMPANIES, COMMUNES = 50_000, 300
UNSEEN = 2027  # a seed on which no weight was tried
ROUNDS = {"recordlinkage, ECM": 1, "recordlinkage, best cut": 1}  # minutes each; 3 of others
PLAIN_RATIO = 90
ALIKE = 0.85
CUTS = np.arange(0.4, 1.0, 0.02)
Pairs = set[frozenset[str]]


class Score(NamedTuple):
    """What a search found of the truth."""

    precision: float
    recall: float
    kinds: dict[str, float]


def main() -> None:
    """Prints precision, recall, seconds and memory of each, then recall by kind of pair."""
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for turn in range(3):
            for name in SEARCHES:
                if turn >= ROUNDS.get(name, 3):
                    continue
                told[name].append(_run(name, Path(folder) / "told.json"))
    print(f"{'':<24} {'precision':>9} {'recall':>9}   {'seconds':<24} {'processor':>9} {'MB':>6}")
    for name, runs in told.items():
        seconds = [run["seconds"] for run in runs]
        ranged = f"{median(seconds):.1f} ({min(seconds):.1f} to {max(seconds):.1f})"
        processor = median(run["processor"] for run in runs)
        most = max(run["megabytes"] for run in runs)
        found = f"{runs[0]['precision']:>9.3f} {runs[0]['recall']:>9.3f}"
        print(f"{name:<24} {found}   {ranged:<24} {processor:>9.1f} {most:>6.0f}")
    print(f"\n{'recall by kind':<24}" + "".join(f"{name:>24}" for name in told))
    for kind in told["maillage"][0]["kinds"]:
        shares = "".join(f"{runs[0]['kinds'][kind]:>24.3f}" for runs in told.values())
        print(f"{kind:<24}{shares}")


def _run(name: str, told: Path) -> dict[str, Any]:
    ended = timed_process([sys.executable, "-m", __name__, name, str(told)], {})
    figures: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return figures | {"megabytes": ended.megabytes}


def alone(name: str, told: str) -> None:
    """Searches once and writes what it found and in what time."""
    made = planted(COMPANIES, COMMUNES, UNSEEN)
    begun, worked = time.perf_counter(), time.process_time()
    found = SEARCHES[name](made)
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    figures = {"seconds": seconds, "processor": processor, **scored(made, found)._asdict()}
    Path(told).write_text(json.dumps(figures), encoding="utf-8")


def scored(made: Planted, found: Pairs) -> Score:
    """Returns how much of what was found is true, and how much of the truth was found."""
    hit = Counter(made.pairs[pair] for pair in found if pair in made.pairs)
    of_kind = Counter(made.pairs.values())
    kinds = {kind: hit[kind] / count for kind, count in of_kind.items()}
    return Score(hit.total() / max(len(found), 1), hit.total() / len(made.pairs), kinds)


def ours(made: Planted) -> Pairs:
    """Returns the pairs at the default threshold."""
    threshold = DuplicatesParameters().threshold
    return {_keys(made, found.a, found.b) for found in found_pairs(made.entries, threshold)}


def plain(made: Planted) -> Pairs:
    """Returns the pairs of a commune whose names are alike, as rapidfuzz compares them."""
    from rapidfuzz import fuzz, process, utils

    towns: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(made.entries):
        towns[entry.commune].append(place)
    found: Pairs = set()
    for places in towns.values():
        names = [utils.default_process(folded(made.entries[place].name)) for place in places]
        alike = process.cdist(
            names, names, scorer=fuzz.token_sort_ratio, score_cutoff=PLAIN_RATIO, dtype=np.uint8
        )
        for i, j in np.argwhere(np.triu(alike, 1) > 0).tolist():
            if _may_be_one(made, places[i], places[j]):
                found.add(_keys(made, places[i], places[j]))
    return found


def linked_by_ecm(made: Planted) -> Pairs:
    """Returns the links of recordlinkage's ECM classifier."""
    import recordlinkage

    features = _compared(made)
    links = recordlinkage.ECMClassifier(binarize=ALIKE).fit_predict(features)
    return {_keys(made, a, b) for a, b in links}


def linked_by_mean(made: Planted) -> Pairs:
    """Returns the pairs above the mean of recordlinkage's comparisons that serves it best."""
    means = _compared(made).mean(axis=1)
    tried = ({_keys(made, a, b) for a, b in means.index[means >= cut]} for cut in CUTS)
    return max(tried, key=lambda found: _harmonic(scored(made, found)))


def _harmonic(score: Score) -> float:
    both = score.precision + score.recall
    return 2 * score.precision * score.recall / both if both else 0.0


def _compared(made: Planted) -> Any:
    """Returns recordlinkage's comparisons, a row a pair that may be one."""
    import pandas as pd
    import recordlinkage
    from recordlinkage.preprocessing import clean

    columns = ("name", "address", "commune", "siren", "siret")
    rows = [[getattr(entry, name) or None for name in columns] for entry in made.entries]
    frame = pd.DataFrame(rows, columns=columns)
    frame["name"] = clean(frame["name"], strip_accents="unicode")
    frame["address"] = clean(frame["address"], strip_accents="unicode")
    indexer = recordlinkage.Index()
    for name in columns[2:]:
        indexer.block(name)
    pairs = indexer.index(frame)
    one, other = (frame["siret"].to_numpy()[pairs.get_level_values(side)] for side in (0, 1))
    pairs = pairs[pd.isna(one) | pd.isna(other) | (one == other)]
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", label="name")
    compare.string("address", "address", method="jarowinkler", label="address", missing_value=0.5)
    for name in columns[2:]:
        compare.exact(name, name, label=name)
    return compare.compute(pairs, frame)


def _may_be_one(made: Planted, a: int, b: int) -> bool:
    one, other = made.entries[a].siret, made.entries[b].siret
    return not one or not other or one == other


def _keys(made: Planted, a: int, b: int) -> frozenset[str]:
    return frozenset({made.entries[a].key, made.entries[b].key})


SEARCHES: dict[str, Callable[[Planted], Pairs]] = {
    "maillage": ours,
    "rapidfuzz, plain": plain,
    "recordlinkage, ECM": linked_by_ecm,
    "recordlinkage, best cut": linked_by_mean,
}


if __name__ == "__main__":
    alone(*sys.argv[1:])
