"""Who is in the crowd, what they wrote, and whom they follow: drawn from one seed, so that it can be drawn again.

A few items have most reviews and a few people write, and are followed, most (Zipf), as on every such site.
"""

from __future__ import annotations

import random
import string
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from muse.seeding import words
from reviews.models import RATINGS, ItemType
from spotify_cache.spotify_ids import ID_LENGTH

_ALPHABET = string.digits + string.ascii_letters
#: Of what is written, per item on the average.
_REVIEWS_PER_ITEM = 25
_FEWEST_ITEMS = 60
_SHARES = {ItemType.ALBUM: 0.55, ItemType.TRACK: 0.3, ItemType.ARTIST: 0.15}
_YEARS = 4
#: How often each rating is given to an item of middling repute, half a star to five.
_RATING_WEIGHTS = (1, 2, 3, 6, 9, 16, 22, 24, 11, 6)
_PRIVATE = 0.04
_VISIBILITIES, _VISIBILITY_WEIGHTS = ("everyone", "followers", "only_me"), (93, 5, 2)


@dataclass(frozen=True, slots=True)
class Item:
    item_type: str
    spotify_id: str
    #: How much better or worse than others it is rated, in half stars.
    repute: int


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    display_name: str
    bio: str
    is_private: bool
    joined: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A review; ``author`` is a place in the list of people."""

    author: int
    item: Item
    rating: Decimal | None
    text: str
    visibility: str
    tags: list[str]
    created_at: datetime


class Zipf:
    """Places 0, 1, 2, ... drawn by the weights 1, 1/2ˢ, 1/3ˢ, ..."""

    def __init__(self, chance: random.Random, count: int, exponent: float) -> None:
        self._chance = chance
        self._sums = list(accumulate((place + 1) ** -exponent for place in range(count)))

    def draw(self) -> int:
        return bisect_left(self._sums, self._chance.random() * self._sums[-1])


class Crowd:
    def __init__(
        self,
        seed: int,
        people: int,
        reviews: int,
        now: datetime,
        ids: dict[str, Sequence[str]],
        first_number: int = 1,
    ) -> None:
        """``ids`` are real Spotify IDs by type, which come first, so most is written about them.

        ``first_number`` is that of the first username; where it differs, the usernames do.
        """
        self.chance = random.Random(seed)  # noqa: S311 - for play
        self.now = now
        self.people = [self._person(place, first_number + place) for place in range(people)]
        self.items = self._items(max(_FEWEST_ITEMS, reviews // _REVIEWS_PER_ITEM, -(-2 * reviews // people) + 2), ids)
        self._item = Zipf(self.chance, len(self.items), 0.85)
        self._someone = Zipf(self.chance, people, 0.6)

    # --- people ------------------------------------------------------------------------------------------------------

    def _person(self, place: int, number: int) -> Person:
        chance = self.chance
        first, last = chance.choice(words.FIRST_NAMES), chance.choice(words.LAST_NAMES)
        bio = chance.choice(words.BIOS) if chance.random() < 0.4 else ""
        joined = self.now - timedelta(days=365 * _YEARS * chance.random() + 30)
        name = f"{first}_{last}_{number}".lower()
        return Person(name, f"{first} {last}", bio, place > 0 and chance.random() < _PRIVATE, joined)

    def follows(self, count: int) -> Iterator[tuple[int, int, bool, datetime]]:
        """Follower, followed, whether accepted, since when: ``count`` different pairs, or all there can be."""
        count = min(count, len(self.people) * (len(self.people) - 1))
        seen: set[tuple[int, int]] = set()
        tries = 0
        while len(seen) < count:
            tries += 1
            # Where nearly everybody follows everybody, chance alone would take for ever.
            follower = self.chance.randrange(len(self.people))
            followed = self._someone.draw() if tries < 20 * count else self.chance.randrange(len(self.people))
            if follower == followed or (follower, followed) in seen:
                continue
            seen.add((follower, followed))
            since = self._between(max(self.people[follower].joined, self.people[followed].joined))
            is_accepted = not self.people[followed].is_private or self.chance.random() < 0.7
            yield follower, followed, is_accepted, since

    # --- what they write ---------------------------------------------------------------------------------------------

    def _items(self, count: int, ids: dict[str, Sequence[str]]) -> list[Item]:
        known = [(item_type, spotify_id) for item_type, several in ids.items() for spotify_id in several]
        self.chance.shuffle(known)
        made_up = (
            (item_type, "".join(self.chance.choices(_ALPHABET, k=ID_LENGTH)))
            for item_type in self.chance.choices(list(_SHARES), list(_SHARES.values()), k=max(0, count - len(known)))
        )
        return [Item(str(kind), one, round(self.chance.gauss(0, 1.2))) for kind, one in [*known, *made_up]]

    def shares(self, total: int) -> list[int]:
        """How many of ``total`` each person writes: few write most, nobody about more than half of the items."""
        drawn = Counter(self._someone.draw() for _ in range(total))
        most = max(1, len(self.items) // 2)
        shares = [min(drawn[place], most) for place in range(len(self.people))]
        left = total - sum(shares)
        for place in self.chance.sample(range(len(shares)), len(shares)):
            more = min(left, most - shares[place])
            shares[place] += more
            left -= more
        return shares

    def reviews(self, total: int) -> Iterator[Written]:
        for author, share in enumerate(self.shares(total)):
            for item in self._different_items(share):
                yield self._review(author, item)

    def _different_items(self, count: int) -> Iterator[Item]:
        seen: set[int] = set()
        tries = 0
        while len(seen) < count:
            tries += 1
            place = self._item.draw() if tries < 8 * count else self.chance.randrange(len(self.items))
            if place not in seen:
                seen.add(place)
                yield self.items[place]

    def _review(self, author: int, item: Item) -> Written:
        chance = self.chance
        dice = chance.random()
        rating: Decimal | None = None
        if dice > 0.04:
            place = bisect_left(_RATING_SUMS, chance.random() * _RATING_SUMS[-1]) + item.repute
            rating = RATINGS[min(max(place, 0), len(RATINGS) - 1)]
        text = words.opinion(chance) if rating is None or dice > 0.75 else ""
        return Written(
            author=author,
            item=item,
            rating=rating,
            text=text,
            visibility=chance.choices(_VISIBILITIES, _VISIBILITY_WEIGHTS)[0],
            tags=sorted(chance.sample(words.TAGS, chance.randint(1, 3))) if chance.random() < 0.08 else [],
            created_at=self._between(self.people[author].joined),
        )

    def listens(self, author: int, item: Item, heard: datetime) -> Iterator[tuple[date, bool]]:
        """Days on which a person heard what they reviewed, and whether again: none for most."""
        if self.chance.random() > 0.25:
            return
        yield heard.date(), False
        if self.chance.random() < 0.3:
            again = heard + (self.now - heard) * self.chance.random()
            if again.date() > heard.date():
                yield again.date(), True

    def several(self, count: int) -> list[int]:
        """Different people by their places."""
        return self.chance.sample(range(len(self.people)), count)

    def anybody(self) -> int:
        return self.chance.randrange(len(self.people))

    def after(self, moment: datetime) -> datetime:
        return self._between(moment)

    def _between(self, start: datetime) -> datetime:
        """Between ``start`` and now, rather later than sooner, as such sites grow."""
        return start + (self.now - start) * (self.chance.random() ** 0.6)


_RATING_SUMS = list(accumulate(_RATING_WEIGHTS))
