"""Sentences with places to fill. A place with a tag keeps its value as it is, inside a notation."""

from tests.factories.narratives.frames import english, simplified, traditional

FRAMES = {"zh-Hans": simplified.FRAMES, "zh-Hant": traditional.FRAMES, "en": english.FRAMES}
