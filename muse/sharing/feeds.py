"""Atom feeds of what one person writes and of what is written about one thing.

They carry what a visitor may read, whoever asks. A reader that asks again with what it was told last (ETag,
Last-Modified) costs one query.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from accounts.models import User
from accounts.selectors import find_person
from muse.sharing.structured import full_address
from muse.templatetags.music import join_names, score
from reviews.markdown import render
from reviews.models import Review
from reviews.selectors import ReviewedItem, catalog_ids, visible_reviews, with_items
from spotify_cache.answers import State
from spotify_cache.entities import Artist, CatalogEntity
from spotify_cache.repository import get_repository

#: Entries of a feed.
LENGTH = 30
#: Seconds for which a reader need not ask again.
FRESH_FOR = 300

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is of: a person, or an item by its type and Spotify ID."""

    person: User | None = None
    item_type: str = ""
    spotify_id: str = ""

    @property
    def path(self) -> str:
        return self.person.get_absolute_url() if self.person else reverse(self.item_type, args=[self.spotify_id])

    @property
    def feed_path(self) -> str:
        if self.person:
            return reverse("person_feed", args=[self.person.username])
        return reverse(f"{self.item_type}_feed", args=[self.spotify_id])


class _ReviewFeed(Feed):
    feed_type = Atom1Feed

    def __init__(self, subject: Subject, reviews: Sequence[Review]) -> None:
        self.subject, self.reviews = subject, reviews
        self.entity: CatalogEntity | None = None

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Subject:
        self.entries = self._read()
        return self.subject

    def _read(self) -> list[ReviewedItem]:
        """One read of Spotify's part, for the titles."""
        subject = self.subject
        ids = catalog_ids(self.reviews)
        if subject.item_type:
            ids[f"{subject.item_type}s"] = [subject.spotify_id]
        catalog = get_repository().catalog(**ids)
        if subject.item_type:
            batch = getattr(catalog, f"{subject.item_type}s")
            if batch.state(subject.spotify_id) is State.GONE:
                raise Http404
            self.entity = batch.get(subject.spotify_id)
        return with_items(self.reviews, catalog)

    # --- the feed ----------------------------------------------------------------------------------------------------

    def title(self, subject: Subject) -> str:
        if subject.person:
            return _("Reviews by %(name)s on Muse") % {"name": _writable(subject.person.name)}
        return _("Reviews of %(name)s on Muse") % {"name": _name(self.entity, subject.item_type)}

    def link(self, subject: Subject) -> str:
        return full_address(subject.path)

    def feed_url(self, subject: Subject) -> str:
        return full_address(subject.feed_path)

    def feed_guid(self, subject: Subject) -> str:
        return full_address(subject.feed_path)

    def author_name(self, subject: Subject) -> str | None:
        return _writable(subject.person.name) if subject.person else None

    def author_link(self, subject: Subject) -> str | None:
        return full_address(subject.path) if subject.person else None

    def items(self, subject: Subject) -> list[ReviewedItem]:
        return self.entries

    # --- an entry ----------------------------------------------------------------------------------------------------

    def item_title(self, item: ReviewedItem) -> str:
        name = self.item_author_name(item) if self.subject.item_type else _name(item.entity, item.review.item_type)
        return f"{name}: {_stars(item.review)}" if item.review.rating is not None else name

    def item_description(self, item: ReviewedItem) -> str:
        return _writable(render(item.review.text))

    def item_link(self, item: ReviewedItem) -> str:
        return full_address(item.review.get_absolute_url())

    def item_guid(self, item: ReviewedItem) -> str:
        return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:review-{item.review.pk}"

    def item_author_name(self, item: ReviewedItem) -> str:
        return _writable(item.review.author.name)

    def item_author_link(self, item: ReviewedItem) -> str:
        return full_address(item.review.author.get_absolute_url())

    def item_pubdate(self, item: ReviewedItem) -> datetime.datetime:
        return item.review.created_at

    def item_updateddate(self, item: ReviewedItem) -> datetime.datetime:
        return item.review.updated_at


@require_safe
def person_feed(request: HttpRequest, username: str) -> HttpResponseBase:
    """``GET /u/<username>/feed.atom``: what a person rates and reviews, newest first. A private account has none."""
    person = find_person(username)
    if person is None or person.is_private:
        raise Http404("Nobody on Muse has this name.")
    reviews = visible_reviews(AnonymousUser()).filter(author=person)
    return _answer(request, Subject(person=person), list(reviews.order_by("-created_at", "-pk")[:LENGTH]))


def item_feed(item_type: str) -> Callable[..., HttpResponseBase]:
    """``GET /albums/<id>/reviews.atom`` and the like: reviews with a text about one item, newest first."""

    @require_safe
    def feed(request: HttpRequest, spotify_id: str) -> HttpResponseBase:
        reviews = visible_reviews(AnonymousUser()).of_item(item_type, spotify_id).with_text()
        newest = list(reviews.order_by("-created_at", "-pk")[:LENGTH])
        return _answer(request, Subject(item_type=item_type, spotify_id=spotify_id), newest)

    return feed


def _answer(request: HttpRequest, subject: Subject, reviews: Sequence[Review]) -> HttpResponseBase:
    """304 for who has this state of it already. A review that was taken back changes the ETag, not the time."""
    state = blake2b(digest_size=12)
    for review in reviews:
        state.update(f"{review.pk} {review.updated_at.timestamp()} {review.author.name}\n".encode())
    last = max((review.updated_at for review in reviews), default=None)

    @condition(etag_func=lambda request: f'"{state.hexdigest()}"', last_modified_func=lambda request: last)
    def answer(request: HttpRequest) -> HttpResponse:
        return _ReviewFeed(subject, reviews)(request)

    response = answer(request)
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response


def _name(entity: CatalogEntity | None, item_type: str) -> str:
    if entity is None:  # not to be had from Spotify just now
        return {"album": _("an album"), "artist": _("an artist"), "track": _("a track")}[item_type]
    if isinstance(entity, Artist):
        return _writable(entity.name)
    return _writable(_("%(title)s by %(names)s") % {"title": entity.name, "names": join_names(entity.artists)})


def _writable(text: str) -> str:
    """Without what XML cannot hold (XML 1.0, 2.2): one such character in a review would be the end of the feed."""
    return _NOT_IN_XML.sub("", text)


def _stars(review: Review) -> str:
    return _("%(rating)s of 5 stars") % {"rating": score(review.rating)}
