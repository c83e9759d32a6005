"""What a page says of itself to whoever shows a link to it: OpenGraph, Twitter card, JSON-LD, feeds."""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from muse.catalog.charts import ChartPage
from muse.catalog.selectors import AlbumPage, ArtistPage, TrackPage
from muse.sharing import structured
from muse.templatetags.music import join_names, score
from playlists.selectors import PlaylistPage
from reviews.item_stats import RatingStats
from reviews.markdown import render
from reviews.models import Review
from spotify_cache.entities import CatalogEntity

register = template.Library()

DESCRIPTION_LENGTH = 200
_TEMPLATE = "components/sharing.html"


@register.inclusion_tag(_TEMPLATE)
def share_site(is_front: bool = False) -> dict[str, Any]:
    """Of a page that has nothing of its own to say; the front page also tells how to search."""
    data = structured.site_data() if is_front else {}
    return _tags("Muse", _("Rate, review and collect the music you listen to."), "website", data=data)


@register.inclusion_tag(_TEMPLATE)
def share_item(page: AlbumPage | ArtistPage | TrackPage) -> dict[str, Any]:
    """Of the page of an album, an artist or a track that Spotify told us of."""
    if isinstance(page, AlbumPage) and page.album:
        title = _("%(title)s by %(names)s") % {"title": page.album.name, "names": join_names(page.album.artists)}
        og_type, artwork, data = "music.album", page.album.artwork, structured.album_data(page)
    elif isinstance(page, TrackPage) and page.track:
        title = _("%(title)s by %(names)s") % {"title": page.track.name, "names": join_names(page.track.artists)}
        og_type, artwork, data = "music.song", page.track.artwork, structured.track_data(page)
    elif isinstance(page, ArtistPage) and page.artist:
        title = page.artist.name
        og_type, artwork, data = "profile", page.artist.artwork, structured.artist_data(page)
    else:
        return share_site()
    return _tags(title, _ratings(page.reviews.stats), og_type, artwork.large, data)


@register.inclusion_tag(_TEMPLATE)
def share_person(person: User) -> dict[str, Any]:
    """Of a private account no more than its name."""
    sentence = _("What %(name)s rates, reviews and collects on Muse.") % {"name": person.name}
    return _tags(
        _("%(name)s on Muse") % {"name": person.name},
        (not person.is_private and person.bio) or sentence,
        "profile",
        data=structured.person_data(person),
    ) | {"username": person.username}


@register.inclusion_tag(_TEMPLATE)
def share_playlist(page: PlaylistPage) -> dict[str, Any]:
    playlist = page.playlist
    title = _("%(title)s, a playlist by %(name)s") % {"title": playlist.title, "name": playlist.owner.name}
    image = page.covers[0].large if page.covers else ""
    description = playlist.description or _("A playlist on Muse.")
    is_open = playlist.is_public and not playlist.owner.is_private
    data = structured.playlist_data(page) if is_open else {}
    return _tags(title, description, "music.playlist", image, data)


@register.inclusion_tag(_TEMPLATE)
def share_chart(page: ChartPage) -> dict[str, Any]:
    """With the picture of what is first."""
    title = _("%(title)s of %(when)s") % {"title": page.title, "when": page.when}
    first = next((place.entity for place in page.places if place.entity), None)
    description = _("The charts of Muse, by what people write and how they rate.")
    return _tags(title, description, "website", first.artwork.large if first else "", structured.chart_data(page))


@register.inclusion_tag(_TEMPLATE)
def share_review(review: Review, entity: CatalogEntity | None) -> dict[str, Any]:
    """Of the page of one review; ``entity`` is what it is about, where Spotify told us."""
    if entity is None:
        title = _("A review by %(name)s") % {"name": review.author.name}
    else:
        title = _("%(title)s, reviewed by %(name)s") % {"title": entity.name, "name": review.author.name}
    data = structured.review_page_data(review, entity) if structured.is_public(review) else {}
    image = entity.artwork.large if entity else ""
    return _tags(title, unescape(strip_tags(render(review.text))) or title, "article", image, data)


def _ratings(stats: RatingStats) -> str:
    """Such as ``4.2 of 5 from 12 ratings, 7 reviews on Muse``."""
    if stats.average is None:
        return _("Ratings and reviews on Muse.")
    ratings = ngettext("%(count)s rating", "%(count)s ratings", stats.rating_count) % {"count": stats.rating_count}
    return _("%(average)s of 5 from %(ratings)s on Muse.") % {"average": score(stats.average), "ratings": ratings}


def _tags(
    title: str, description: str, og_type: str, image: str = "", data: structured.Data | None = None
) -> dict[str, Any]:
    return {
        "title": title,
        "description": truncatechars(" ".join(description.split()), DESCRIPTION_LENGTH),
        "og_type": og_type,
        "image": image or structured.default_image(),
        "has_picture": bool(image),
        "data": structured.script(data) if data else "",
    }
