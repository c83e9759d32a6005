"""Writing the demo's reviews and playlists: in bulk and dated back, which the services for people do not do.

Everything random comes from a seed, so that the same Spotify gives the same demo.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from muse.demo.albums import ALBUM_GROUPS, ALBUM_OPINIONS
from muse.demo.artists import ARTIST_GROUPS, ARTIST_OPINIONS
from muse.demo.lists import PLAYLISTS, DemoPlaylist
from muse.demo.music import Music
from muse.demo.opinions import Opinion
from muse.demo.people import PEOPLE
from muse.demo.tracks import TRACK_GROUPS, TRACK_OPINIONS
from playlists.models import Playlist, PlaylistTrack
from reviews.models import MAX_RATING, MIN_RATING, ItemType, Review

SEED = "muse demo"
#: Everything was written within this time.
WEEKS = 7
#: How many of those who wrote nothing about an item rate it all the same: of much discussed ones, and of others.
RATERS_OF_DISCUSSED = 4
RATERS_OF_OTHERS = 1
OTHERS_RATED = 24


def write_reviews(people: Mapping[str, User], music: Music) -> int:
    """Make the reviews of ``people`` (by username); returns how many."""
    chance = random.Random(f"{SEED} reviews")  # noqa: S311
    made = Review.objects.bulk_create(_reviews(people, music, chance))
    Review.objects.filter(pk__in=[review.pk for review in made]).update(updated_at=F("created_at"))
    return len(made)


def write_playlists(people: Mapping[str, User], music: Music) -> int:
    """Make the playlists of ``people`` (by username); returns how many."""
    chance = random.Random(f"{SEED} playlists")  # noqa: S311
    pool = [track.id for track in music.tracks]
    playlists, entries = [], []
    for demo in PLAYLISTS:
        if demo.owner not in people:
            continue
        begun = timezone.now() - timedelta(days=chance.uniform(WEEKS * 3, WEEKS * 7))
        changed = _some_time_ago(chance)
        playlist = Playlist(
            owner=people[demo.owner],
            title=demo.title,
            description=demo.description,
            is_public=demo.is_public,
            created_at=begun,
            updated_at=changed,
        )
        playlists.append(playlist)
        entries += list(_entries(playlist, _track_ids(demo, music, pool, chance), begun, changed))
    Playlist.objects.bulk_create(playlists)
    PlaylistTrack.objects.bulk_create(entries)
    return len(playlists)


def _reviews(people: Mapping[str, User], music: Music, chance: random.Random) -> Iterator[Review]:
    rated = 0
    for item_type, ids, groups, opinions in (
        (ItemType.ALBUM, [album.id for album in music.albums], ALBUM_GROUPS, ALBUM_OPINIONS),
        (ItemType.TRACK, [track.id for track in music.tracks], TRACK_GROUPS, TRACK_OPINIONS),
        (ItemType.ARTIST, [artist.id for artist in music.artists], ARTIST_GROUPS, ARTIST_OPINIONS),
    ):
        about = [*groups, *((single,) for single in opinions)]
        for spotify_id, said in zip(ids, about, strict=False):
            raters = RATERS_OF_DISCUSSED if len(said) > 1 else RATERS_OF_OTHERS if rated < OTHERS_RATED else 0
            rated += raters if len(said) == 1 else 0
            for one in (*said, *_bare_ratings(said, raters, chance)):
                if one.author in people:
                    yield Review(
                        author=people[one.author],
                        item_type=item_type,
                        spotify_id=spotify_id,
                        rating=one.rating,
                        text=one.text,
                        created_at=_some_time_ago(chance),
                    )


def _bare_ratings(said: Sequence[Opinion], raters: int, chance: random.Random) -> Iterator[Opinion]:
    """Ratings without a text by people who said nothing, near what the others think."""
    given = [float(one.rating) for one in said if one.rating is not None] or [3.5]
    written = {one.author for one in said}
    quiet = [person for person in PEOPLE if person.username not in written]
    for person in chance.sample(quiet, min(raters, len(quiet))):
        middle = sum(given) / len(given) + person.leaning / 4
        halves = round((middle + chance.gauss(0, 0.7)) * 2)
        yield Opinion(person.username, min(max(Decimal(halves) / 2, MIN_RATING), MAX_RATING), "")


def _track_ids(demo: DemoPlaylist, music: Music, pool: Sequence[str], chance: random.Random) -> list[str]:
    own = music.found.get(demo.query, ())
    others = chance.sample(pool, len(pool))
    return list(dict.fromkeys([*own, *others]))[: demo.length]


def _entries(
    playlist: Playlist, track_ids: Sequence[str], begun: datetime, changed: datetime
) -> Iterator[PlaylistTrack]:
    for position, track_id in enumerate(track_ids):
        added = begun + (changed - begun) * (position + 1) / len(track_ids)
        yield PlaylistTrack(playlist=playlist, spotify_track_id=track_id, position=position, added_at=added)


def _some_time_ago(chance: random.Random) -> datetime:
    """Within the last weeks, more often lately."""
    return timezone.now() - timedelta(weeks=WEEKS) * chance.random() ** 1.7 - timedelta(minutes=chance.uniform(2, 240))
