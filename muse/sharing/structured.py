"""Pages in the words of schema.org, for search engines and for sites that show a preview (JSON-LD).

Reviews are those that the page shows. Addresses are full, as what is taken out of a page has no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from accounts.visibility import Visibility
from muse.catalog.charts import ChartPage
from muse.catalog.selectors import AlbumPage, ArtistPage, TrackPage
from muse.templatetags.music import iso_duration
from playlists.selectors import PlaylistPage
from reviews.item_stats import RatingStats
from reviews.models import MAX_RATING, MIN_RATING, Review
from spotify_cache.entities import Album, AlbumRef, Artist, ArtistRef, CatalogEntity, Track

#: Of a page that lists more.
MAX_REVIEWS = 10
MAX_RELEASES = 20
MAX_TRACKS = 50
MAX_BODY_LENGTH = 1_000  # characters of a review

#: What would end the element or begin a comment within it, as JSON writes it otherwise.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

Data = dict[str, Any]


def script(data: Data) -> SafeString:
    """A data block: the browser runs nothing of it, so the content security policy has nothing to allow."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 escaped above


def full_address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def site_data() -> Data:
    search = full_address(reverse("search"))
    return {
        "@type": "WebSite",
        "name": "Muse",
        "url": full_address("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def chart_data(page: ChartPage) -> Data:
    places = [
        {
            "@type": "ListItem",
            "position": place.entry.rank,
            "name": place.entity.name,
            "url": full_address(place.entry.item_url),
        }
        for place in page.places
        if place.entity
    ]
    return {"@type": "ItemList", "name": str(page.title), "itemListElement": places} if places else {}


def album_data(page: AlbumPage) -> Data:
    if page.album is None:
        return {}
    places = [place for disc in page.discs for place in disc.places]
    return _without_nothing(
        {
            **_album(page.album),
            "sameAs": page.spotify_url,
            "genre": list(page.album.genres),
            "track": [_track(place.track) for place in places[:MAX_TRACKS] if place.track],
            **_opinions(page.reviews.stats, page.reviews.page),
        }
    )


def track_data(page: TrackPage) -> Data:
    if page.track is None:
        return {}
    track = page.track
    return _without_nothing(
        {
            **_track(track),
            "image": track.artwork.large,
            "byArtist": [_artist(artist) for artist in track.artists],
            "inAlbum": _album(track.album) if track.album else None,
            "isrcCode": track.isrc,
            "sameAs": page.spotify_url,
            **_opinions(page.reviews.stats, page.reviews.page),
        }
    )


def artist_data(page: ArtistPage) -> Data:
    if page.artist is None:
        return {}
    releases = [release.album for group in page.groups if group.slug != "appears_on" for release in group.releases]
    return _without_nothing(
        {
            **_artist(page.artist),
            "image": page.artist.artwork.large,
            "genre": list(page.artist.genres),
            "sameAs": page.spotify_url,
            "album": [_album(album) for album in releases[:MAX_RELEASES]],
            **_opinions(page.reviews.stats, page.reviews.page),
        }
    )


def person_data(person: User) -> Data:
    about = {"description": "" if person.is_private else person.bio, "identifier": person.username}
    return {
        "@type": "ProfilePage",
        "dateCreated": person.date_joined.isoformat(),
        "mainEntity": _without_nothing({**_person(person), "alternateName": f"@{person.username}", **about}),
    }


def playlist_data(page: PlaylistPage) -> Data:
    playlist = page.playlist
    return _without_nothing(
        {
            "@type": "MusicPlaylist",
            "name": playlist.title,
            "url": full_address(playlist.get_absolute_url()),
            "description": playlist.description,
            "image": page.covers[0].large if page.covers else "",
            "creator": _person(playlist.owner),
            "dateCreated": playlist.created_at.isoformat(),
            "dateModified": playlist.updated_at.isoformat(),
            "numTracks": page.total,
            "track": [_track(entry.track) for entry in page.entries[:MAX_TRACKS] if entry.track],
        }
    )


def review_data(review: Review) -> Data:
    """One review, as a part of the page of its item."""
    rating = None
    if review.rating is not None:
        rating = {"@type": "Rating", "ratingValue": float(review.rating), **_SCALE}
    return _without_nothing(
        {
            "@type": "Review",
            "url": full_address(review.get_absolute_url()),
            "author": _person(review.author),
            "datePublished": review.created_at.isoformat(),
            "reviewBody": review.text[:MAX_BODY_LENGTH],
            "reviewRating": rating,
        }
    )


def review_page_data(review: Review, entity: CatalogEntity | None) -> Data:
    """A review as the subject of its own page."""
    reviewed: Data = {}
    if isinstance(entity, Album):
        reviewed = _album(entity)
    elif isinstance(entity, Track):
        reviewed = {**_track(entity), "byArtist": [_artist(artist) for artist in entity.artists]}
    elif entity is not None:
        reviewed = _artist(entity)
    return review_data(review) | ({"itemReviewed": reviewed} if reviewed else {})


def is_public(review: Review) -> bool:
    """Whether everybody may read it, and so a machine that reads the page of somebody who may."""
    return review.visibility == Visibility.EVERYONE and not review.author.is_private


_SCALE = {"bestRating": float(MAX_RATING), "worstRating": float(MIN_RATING)}


def default_image() -> str:
    return full_address(static("img/icon-512.png"))


def _opinions(stats: RatingStats, reviews: Iterable[Review]) -> Data:
    """An average only where the page shows one."""
    opinions: Data = {"review": [review_data(review) for review in list(reviews)[:MAX_REVIEWS] if is_public(review)]}
    if stats.average is not None:
        opinions["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": float(stats.average),
            "ratingCount": stats.rating_count,
            "reviewCount": stats.review_count,
            **_SCALE,
        }
    return opinions


def _album(album: Album | AlbumRef) -> Data:
    data: Data = {"@type": "MusicAlbum", "name": album.name, "image": album.artwork.large}
    if album.id:
        data["url"] = full_address(reverse("album", args=[album.id]))
    if isinstance(album, Album):
        data["byArtist"] = [_artist(artist) for artist in album.artists]
        data["datePublished"] = "" if album.release_date.startswith("0000") else album.release_date
        data["numTracks"] = album.total_tracks
    return _without_nothing(data)


def _artist(artist: Artist | ArtistRef) -> Data:
    address = full_address(reverse("artist", args=[artist.id])) if artist.id else ""
    return _without_nothing({"@type": "MusicGroup", "name": artist.name, "url": address})


def _track(track: Track) -> Data:
    return _without_nothing(
        {
            "@type": "MusicRecording",
            "name": track.name,
            "url": full_address(reverse("track", args=[track.id])),
            "duration": iso_duration(track.duration_ms) if track.duration_ms else "",
        }
    )


def _person(person: User) -> Data:
    return {"@type": "Person", "name": person.name, "url": full_address(person.get_absolute_url())}


def _without_nothing(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", [], 0)}
