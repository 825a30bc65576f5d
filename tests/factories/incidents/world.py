"""Everything that happens in one corpus: events that a reader can tell apart, and their twins."""

import random
from dataclasses import replace
from datetime import date

from tests.factories.incidents.events import Event, Stage, draw_size
from tests.factories.incidents.traps import TRAPS


class World(Stage):
    """The events of one corpus, from one seed; ``reporters`` are those who may tell of them."""

    def __init__(self, rng: random.Random, count: int) -> None:
        super().__init__(rng, count)
        self.reporters = self.banks[:40]
        self._count = count
        self.events: list[Event] = []
        self._used: dict[tuple[str, str], list[date]] = {}
        while len(self.events) < count:
            self._happen()

    @classmethod
    def of_seed(cls, seed: int, count: int) -> "World":
        """Return the world of a seed."""
        return cls(random.Random(seed), count)  # noqa: S311  # texts, not secrets

    def _happen(self):
        event = self.draw(len(self.events))
        if not self._is_free(event):
            return
        self._add(event)
        if len(self.events) < self._count and self.rng.random() < 0.42:
            fitting = [make for make in TRAPS if make.fits(event)]
            trap = self.rng.choices(fitting, [make.weight for make in fitting])[0]
            if (twin := trap(self, event)) and (trap.close or self._is_free(twin)):
                named = replace(twin, number=len(self.events), twin=(trap.name, event.number))
                self._add(replace(named, size=draw_size(self.rng)))

    def _add(self, event):
        self.events.append(event)
        self._used.setdefault((event.party.slug, event.kind), []).append(event.day)

    def _is_free(self, event):
        """Tell whether no event of the kind at the party lies so near that a reader must guess."""
        if event.kind == "mule-account":
            return True
        gap = 999 if event.kind == "platform-absconding" else 21
        days = self._used.get((event.party.slug, event.kind), ())
        return all(abs((event.day - day).days) >= gap for day in days)
