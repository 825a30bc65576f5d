"""What may be found all the same, each with its reason; the shorter this is, the better."""

from dataclasses import dataclass

from tests.flows.canaries.values import Canary


@dataclass(frozen=True, slots=True)
class Stated:
    """Canaries of some types in some places, at the exits whose names hold a word."""

    reason: str
    places: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    exits: str = ""
    way: str = ""

    def covers(self, exit_name: str, canary: Canary, way: str) -> bool:
        """Tell whether a find is one of these."""
        return (
            (not self.places or canary.place in self.places)
            and (not self.kinds or canary.kind in self.kinds)
            and self.exits in exit_name
            and self.way in way
        )


# What is so by nature: nothing at present.
STATED: tuple[Stated, ...] = ()
# Faults of the product that this test found. Whoever mends one takes its line out.
OPEN: tuple[Stated, ...] = (
    Stated(
        "Ids of objects as they were sent rest in clear, and an id derived from a value can be guessed:"
        " Submission.request_names (TAXII) and RenditionObject.object_id of one's own copy.",
        places=frozenset({"filename"}),
        exits="hub: ",
        way="digest",
    ),
)


def is_stated(exit_name: str, canary: Canary, way: str) -> bool:
    """Tell whether a find is among what is stated."""
    return any(one.covers(exit_name, canary, way) for one in STATED + OPEN)
