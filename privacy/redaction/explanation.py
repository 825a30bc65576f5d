"""What a recipient is told about what it does not get: the place, the kind, the rule, the act.

Complete because it is not kept beside the work: each step is compared with the one before it, and
whatever differs has an entry. Nothing here holds a value, its length or how often it stood there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from privacy.redaction.changes import find_changes
from privacy.redaction.pointers import without_names
from privacy.redaction.types import Withheld

_Objects = Sequence[Mapping[str, Any] | None]


_OBJECT = 2  # slashes in the pointer of an object


class Explanation:
    """Entries by place; what stood inside something that went as a whole is told once, as that.

    `names` are the pointers whose last member name is a datum itself and is never shown.
    """

    def __init__(self, names: set[str]) -> None:
        self.names = names
        # Real place, whether all of it went, and what is told.
        self._entries: list[tuple[str, bool, Withheld]] = []
        self._gone: set[str] = set()

    def add(self, pointer: str, code: str, source: str, action: str) -> None:
        """Note what happened to one place."""
        self._entries.append((pointer, False, Withheld(pointer, code, source, action)))

    def add_gone(self, pointer: str, code: str, source: str, *, shown: str = "") -> None:
        """Note a place that went with all that it held; `shown` stands for a name that may tell."""
        self._gone.add(pointer)
        told = Withheld(shown or pointer, code, source, "dropped")
        self._entries.append((pointer, True, told))

    def complete(self, before: _Objects, after: _Objects, code: str, source: str) -> None:
        """Add what differs from beginning to end and no step has named: it went with the rest."""
        self._complete(compare(before, after), code, source)

    def complete_object(
        self,
        pointer: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        code: str,
        source: str,
    ) -> None:
        """Add what differs in one object and is not named yet."""
        self._complete(find_changes(before, after, pointer), code, source)

    def _complete(self, changes: Iterable[tuple[str, bool]], code: str, source: str) -> None:
        named = {pointer for pointer, _, _ in self._entries}
        parents = {pointer.rpartition("/")[0] for pointer in self._gone}
        for pointer, gone in changes:
            if pointer in named or (gone and pointer in parents and pointer.count("/") > _OBJECT):
                continue
            if gone:
                self.add_gone(pointer, code, source)
            else:
                self.add(pointer, code, source, "masked")

    def entries(self) -> tuple[Withheld, ...]:
        """Return the entries, each once, without names that are data."""
        told = (
            Withheld(without_names(one.pointer, self.names), one.code, one.source, one.action)
            for pointer, gone, one in self._entries
            if gone == (pointer in self._gone) and not self._is_inside_gone(pointer)
        )
        return tuple(dict.fromkeys(told))

    def _is_inside_gone(self, pointer: str) -> bool:
        steps = pointer.split("/")
        return any("/".join(steps[:length]) in self._gone for length in range(3, len(steps)))


def compare(before: _Objects, after: _Objects) -> Iterator[tuple[str, bool]]:
    """Yield each place that differs, and whether it is gone altogether; objects keep their index."""
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is None or old is new:
            continue
        pointer = f"/objects/{index}"
        if new is None:
            yield pointer, True
        else:
            yield from find_changes(old, new, pointer)
