"""Parts of a person's screen, for ``include=``: all of them out of one read of Spotify's data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import FollowStateField
from accounts.models import User
from accounts.selectors import follow_state, preferences_of
from muse.api.people.figures import RatingSpreadSerializer, TasteSerializer, YearCountSerializer
from muse.people.taste import taste_of
from playlists.api.serializers import PlaylistSerializer, show_playlists
from playlists.models import Playlist
from playlists.selectors import cover_track_ids, visible_playlists
from reviews.api.diary import DiaryEntrySerializer
from reviews.api.items import BesideItemSerializer
from reviews.api.pins import PinnedItemSerializer
from reviews.api.serializers import ReviewSerializer, show_reviews
from reviews.diary import visible_entries
from reviews.models import DiaryEntry, OfItem, PinnedItem, Review
from reviews.pins import pinned_by
from reviews.portrait import Viewer, latest_reviews, ratings_by, years_of
from reviews.selectors import catalog_ids, visible_reviews
from spotify_cache.answers import Answer
from spotify_cache.api import ItemSerializer
from spotify_cache.repository import get_repository

Json = dict[str, Any]

#: Of reviews, the diary and playlists; the rest of them is at addresses of their own.
SHOWN: Final = 10
#: What everybody may know of a private account, too.
_OPEN: Final = "follow_state"
PARTS: Final = (
    _OPEN,
    "pins",
    "reviews",
    "diary",
    "playlists",
    "favourites",
    "ratings",
    "taste",
    "years",
)
_KEPT = "null where the account keeps it to followers."


class PartsSerializer(serializers.Serializer):
    """Parts that come with ``include=`` alone."""

    follow_state = FollowStateField(required=False, help_text="How the caller stands to them.")
    pins = PinnedItemSerializer(many=True, required=False, allow_null=True, help_text=f"Four favourites; {_KEPT}")
    reviews = ReviewSerializer(
        many=True, required=False, allow_null=True, help_text=f"The newest {SHOWN}, with or without a text; {_KEPT}"
    )
    diary = DiaryEntrySerializer(
        many=True, required=False, allow_null=True, help_text=f"The {SHOWN} heard last; {_KEPT}"
    )
    playlists = PlaylistSerializer(
        many=True, required=False, allow_null=True, help_text=f"The {SHOWN} changed last; {_KEPT}"
    )
    favourites = ItemSerializer(many=True, required=False, allow_null=True, help_text=f"Favourite artists; {_KEPT}")
    ratings = RatingSpreadSerializer(required=False, allow_null=True, help_text=f"How they rate; {_KEPT}")
    taste = TasteSerializer(required=False, allow_null=True, help_text=f"Whom they listen to; {_KEPT}")
    years = YearCountSerializer(
        many=True, required=False, allow_null=True, help_text=f"Years with something in them, newest first; {_KEPT}"
    )


def read_parts(request: Request, person: User, names: Collection[str], *, is_open: bool) -> Json:
    """The parts of `PARTS` that are wanted, for whoever asks; ``is_open`` says whether they see more than the name.

    One query for each but the favourites, whose preferences are read already, and one for what the caller likes among
    the reviews; one round trip to Redis.
    """
    viewer: Viewer = request.user
    parts: Json = {_OPEN: follow_state(viewer, person)} if _OPEN in names else {}
    rest = [name for name in PARTS if name in names and name != _OPEN]
    if not is_open:
        return parts | dict.fromkeys(rest)
    return parts | _Reading(request, person, rest).shown() if rest else parts


class _Reading:
    """Rows first, then what Spotify says of all of them at once."""

    def __init__(self, request: Request, person: User, names: Collection[str]) -> None:
        self._request = request
        self._person = person
        self._names = names
        viewer: Viewer = request.user
        self._pins: Sequence[PinnedItem] = pinned_by(person) if "pins" in names else ()
        reviews = visible_reviews(viewer).filter(author=person).order_by("-created_at", "-pk")
        self._reviews: Sequence[Review] = list(reviews[:SHOWN]) if "reviews" in names else ()
        days = visible_entries(viewer).filter(author=person).order_by("-listened_on", "-pk")
        self._diary: Sequence[DiaryEntry] = list(days[:SHOWN]) if "diary" in names else ()
        playlists = visible_playlists(viewer).filter(owner=person)
        self._playlists: Sequence[Playlist] = list(playlists[:SHOWN]) if "playlists" in names else ()
        self._rated: Sequence[Review] = latest_reviews(person, viewer) if "taste" in names else ()
        self._artists = preferences_of(person).favourite_artists if "favourites" in names else []
        rows: list[OfItem] = [*self._pins, *self._reviews, *self._diary, *self._rated]
        wanted = catalog_ids(rows)
        wanted["tracks"] += cover_track_ids(self._playlists)
        wanted["artists"] += self._artists
        self._catalog = get_repository().catalog(**{kind: dict.fromkeys(ids) for kind, ids in wanted.items()})

    def shown(self) -> Json:
        return {name: getattr(self, f"_show_{name}")() for name in self._names}

    def _show_pins(self) -> list[Json]:
        return self._beside_items(PinnedItemSerializer, self._pins)

    def _show_reviews(self) -> list[Json]:
        return show_reviews(self._request, self._reviews, self._catalog)

    def _show_diary(self) -> list[Json]:
        return self._beside_items(DiaryEntrySerializer, self._diary)

    def _show_playlists(self) -> list[Json]:
        return show_playlists(self._request, self._playlists, self._catalog.tracks)

    def _show_favourites(self) -> list[Json]:
        item, answers = ItemSerializer(), self._catalog.artists.answers
        known: list[tuple[str, str, Answer[Any]]] = [("artist", one, answers[one]) for one in self._artists]
        return [item.to_representation(artist) for artist in known]

    def _show_ratings(self) -> Json:
        return RatingSpreadSerializer().to_representation(ratings_by(self._person, self._request.user))

    def _show_taste(self) -> Json:
        return TasteSerializer().to_representation(taste_of(self._rated, self._catalog))

    def _show_years(self) -> list[Json]:
        year = YearCountSerializer()
        return [year.to_representation(one) for one in years_of(self._person, self._request.user)]

    def _beside_items(self, serializer: type[BesideItemSerializer], rows: Sequence[OfItem]) -> list[Json]:
        shown = serializer(context={"request": self._request, "catalog": self._catalog})
        return [shown.to_representation(row) for row in rows]
