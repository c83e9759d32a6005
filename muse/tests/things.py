"""What a person wrote, of every sort, for tests that go through all addresses and operations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from accounts.models import User
from accounts.tokens import make_personal, sign_in_device
from playlists.models import PlaylistTrack
from playlists.tests.factories import PlaylistFactory
from reviews.models import Comment, DiaryEntry, PinnedItem, Review, ShelfItem
from spotify_cache.sandbox.process import SandboxProcess

#: Stands in everything that the owner of a private account wrote.
SECRET = "Zanzibarkatze"


@dataclass
class Things:
    """What the owner wrote, and the values of every parameter that leads to it."""

    values: dict[str, str]
    #: By a piece of the routes that lead to it: the addresses of a review, of a comment, ...
    pks: dict[str, str]

    def values_for(self, route: str) -> dict[str, str]:
        """Of every parameter; ``pk`` and ``id`` are of what the route is about."""
        pk = next((pk for piece, pk in self.pks.items() if piece in route), self.pks["review"])
        return self.values | {"pk": pk, "id": pk}


@pytest.fixture
def things(owner: User, follower: User, sandbox: SandboxProcess) -> Things:
    catalog = sandbox.control("catalog")
    album, track = catalog["albums"][0], catalog["tracks"][0]
    User.objects.filter(pk=owner.pk).update(bio=f"{SECRET} bio")
    item = {"item_type": "album", "spotify_id": album}
    review = Review.objects.create(author=owner, **item, rating="4.5", text=f"{SECRET} review", tags=[SECRET.lower()])
    comment = Comment.objects.create(review=review, author=follower, text=f"{SECRET} comment")
    day = DiaryEntry.objects.create(author=owner, **item, listened_on=datetime.date(2026, 11, 1), rating="4.5")
    playlist = PlaylistFactory.create(owner=owner, title=f"{SECRET} songs", description=f"{SECRET} of them")
    entry = PlaylistTrack.objects.create(playlist=playlist, spotify_track_id=track, position=0)
    ShelfItem.objects.create(person=owner, **item)
    PinnedItem.objects.create(person=owner, **item, position=1)
    device, _ = sign_in_device(owner, f"{SECRET} phone")
    program, _ = make_personal(owner, name=f"{SECRET} program", scopes=["read"], days=30)
    values = {
        "spotify_id": album,
        "track_id": track,
        "item_type": "album",
        "username": owner.username,
        "entry": str(entry.pk),
        "year": "2026",
        "month": "11",
        "token": "x",
        "uidb64": "x",
        "slug": "not-found",
    }
    pks = {
        "comments/": str(comment.pk),
        "devices/": str(device.public_id),
        "personal-tokens/": str(program.public_id),
        "diary": str(day.pk),
        "playlists": str(playlist.pk),
        "review": str(review.pk),
    }
    return Things(values, pks)
