"""An index of one field, such as the titles of all tracks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from .words import words_of

_MOST_PREFIXED = 600
_MOST_CONTAINING = 200
Found = set[int]


class FieldIndex:
    """Which items have a word in the field, exactly, by its beginning, or somewhere inside.

    Items are places in one of the catalogue's lists.
    """

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._postings: dict[str, list[int]] = {}
        self._whole: dict[str, list[int]] = {}
        for index, name in names:
            self._add(index, name)
        self._arrange()

    def _add(self, index: int, name: str) -> None:
        words = words_of(name)
        self._whole.setdefault(" ".join(words), []).append(index)
        for word in words:
            self._postings.setdefault(word, []).append(index)

    def _arrange(self) -> None:
        self._vocabulary: Sequence[str] = sorted(self._postings)
        self._names: Sequence[str] = sorted(self._whole)
        self._haystack = "\n".join(self._vocabulary)

    def rename(self, index: int, old: str, new: str) -> None:
        """Follow a change of a name."""
        words = words_of(old)
        self._whole[" ".join(words)].remove(index)
        for word in words:
            self._postings[word].remove(index)
        self._add(index, new)
        self._arrange()

    def named(self, words: Sequence[str]) -> Found:
        """Items whose whole name is this."""
        return set(self._whole.get(" ".join(words), ()))

    def beginning(self, words: Sequence[str]) -> Found:
        """Items whose name begins with this."""
        return set(self._run(self._names, self._whole, " ".join(words)))

    def exact(self, word: str) -> Found:
        return set(self._postings.get(word, ()))

    def prefixed(self, word: str) -> Found:
        """Items with a word that begins so."""
        return set(self._run(self._vocabulary, self._postings, word))

    def containing(self, word: str) -> Found:
        """Items with these letters somewhere in a word; needs two letters, or one of a script without spaces."""
        if len(word) < 2 and word.isascii():
            return set()
        found: Found = set()
        start = -1
        for _ in range(_MOST_CONTAINING):
            start = self._haystack.find(word, start + 1)
            if start < 0:
                break
            begin = self._haystack.rfind("\n", 0, start) + 1
            end = self._haystack.find("\n", start)
            start = end if end >= 0 else len(self._haystack)
            found.update(self._postings[self._haystack[begin:start]])
        return found

    def any_word(self, words: Iterable[str]) -> Found:
        """Items that have every one of the words, each exactly or as a beginning."""
        found: Found | None = None
        for word in words:
            here = self.prefixed(word)
            found = here if found is None else found & here
        return found or set()

    @staticmethod
    def _run(ordered: Sequence[str], items: dict[str, list[int]], beginning: str) -> Iterable[int]:
        place = bisect_left(ordered, beginning)
        for entry in ordered[place : place + _MOST_PREFIXED]:
            if not entry.startswith(beginning):
                break
            yield from items[entry]
