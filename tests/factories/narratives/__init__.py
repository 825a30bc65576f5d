"""Synthetic alert narratives with their personal data marked: `make_narratives(seed, count)`.

Built from frames (one sentence with places to fill) and values (identifiers with valid check
digits that belong to nobody on purpose). Same seed, same texts. The recognisers were improved on these frames,
so scores on them are a guard against regression and no forecast for other wording.
"""

import random
import re
from dataclasses import dataclass, field

from tests.factories.narratives.frames import FRAMES
from tests.factories.narratives.spelling import respell
from tests.factories.narratives.values import KEPT, make_value

_PLACE = re.compile(r"\{([A-Z0-9_]+)(?::([a-z]+))?\}")


@dataclass
class Narrative:
    """A text with its marked spans: each is (start, end, type)."""

    lang: str
    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    keep: list[tuple[int, int, str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def as_record(self, number):
        """Return the record of the shared annotation format."""
        marked = {
            name: [
                {"start": start, "end": end, "type": kind, "text": self.text[start:end]}
                for start, end, kind in places
            ]
            for name, places in (("spans", self.spans), ("keep", self.keep))
        }
        tags = sorted(self.tags) or ([] if self.spans else ["negative"])
        return {
            "id": f"n-{number:05}",
            "lang": self.lang,
            "text": self.text,
            **marked,
            "tags": tags,
        }


def make_narratives(seed=1, count=600):
    """Return `count` records, one to three sentences each."""
    rng = random.Random(seed)  # noqa: S311 - texts, not secrets
    return [_make_one(rng).as_record(number) for number in range(count)]


def _make_one(rng):
    lang = rng.choices(["zh-Hans", "zh-Hant", "en"], [5, 3, 4])[0]
    story = Narrative(lang)
    for frame in rng.sample(FRAMES[lang], rng.randint(1, 3)):
        if story.text and lang == "en":
            story.text += " "
        _fill(story, frame, rng)
    return story


def _fill(story, frame, rng):
    """Append a sentence, a value in each of its places."""
    place = 0
    for hole in _PLACE.finditer(frame):
        story.text += frame[place : hole.start()]
        place = hole.end()
        kind = hole[1]
        value = make_value(kind, story.lang, rng)
        if hole[2] is None:
            value, tag = respell(kind, value, rng)
            story.tags |= {tag} - {""}
        else:
            story.tags.add(hole[2])
        start = len(story.text)
        story.text += value
        (story.keep if kind in KEPT else story.spans).append((start, len(story.text), kind))
    story.text += frame[place:]
