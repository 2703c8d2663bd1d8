"""What loads would do, counted from the ledger alone: nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from graph.aliases import Aliases, aliases
from graph.claims import Claim, Said, current_view, digest_of, dumped
from graph.declare import Record, name_of
from graph.ledger import BATCH, Delivery, Ledger
from graph.views import Outcome, floors

SaidBy = Mapping[str, list[Said]]


class Foresight:
    """Loads that are only foreseen, each standing on those before it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._deliveries = ledger.deliveries()
        self._aliases = aliases(ledger)
        self._said: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))

    def load(
        self, spoken: Sequence[tuple[Record, Sequence[Claim]]], delivery: Delivery | None = None
    ) -> Outcome:
        """Returns what a load would create, update, leave alone and remove."""
        outcome = Outcome()
        before = self._deliveries
        self._deliveries = [*before, delivery] if delivery else before
        for record, claims in spoken:
            new = _by_key(record, claims, self._aliases)
            self._note(record, new, before, outcome)
            if delivery:
                earlier = self._earlier(record, delivery)
                self._note(record, {key: [] for key in earlier - new.keys()}, before, outcome)
            for key, said in new.items():
                self._said[name_of(record)][key] += said
        return outcome

    def _note(
        self, record: Record, new: SaidBy, deliveries: Iterable[Delivery], outcome: Outcome
    ) -> None:
        floors_before, floors_after = floors(deliveries, record), floors(self._deliveries, record)
        for keys in _batches(list(new)):
            known = self._aliases.said(self.ledger, record, keys)
            for key in keys:
                said = [*known.get(key, ()), *self._said[name_of(record)][key]]
                before = current_view(record, said, floors_before)
                after = current_view(record, [*said, *new[key]], floors_after)
                outcome.note(name_of(record), before, after)

    def _earlier(self, record: Record, delivery: Delivery) -> set[str]:
        """Returns the keys that the delivery's source spoke of before it."""
        told = self.ledger.earlier(record, delivery.source, delivery.on)
        foreseen = (
            row.key
            for row in chain.from_iterable(self._said[name_of(record)].values())
            if row.source == delivery.source and row.observed_on < delivery.on
        )
        earlier = (self._aliases.canonical(record, key) for key in chain.from_iterable(told))
        return {*earlier, *foreseen}


def _by_key(record: Record, claims: Iterable[Claim], known: Aliases) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for raw, values, on, source, start, end in claims:
        text, key = dumped(values), known.canonical(record, raw)
        found[key].append(Said(0, key, start, end, source, on, digest_of(text), text, True))
    return found


def _batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[first : first + BATCH] for first in range(0, len(keys), BATCH))
