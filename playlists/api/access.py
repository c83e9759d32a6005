"""Which playlist a request is about, and whether it is the caller's to see or to change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from playlists.models import Playlist, PlaylistTrack


def own_playlist(request: Request, pk: int) -> Playlist:
    """
    Raises:
        Http404: there is none, or the caller may not see it (R4).
        PermissionDenied: the caller sees it, and it is somebody else's.
    """
    with found():
        playlist = Playlist.objects.visible_to(request.user).get(pk=pk)
    if playlist.owner_id != request.user.pk:
        raise PermissionDenied("This playlist is somebody else's.")
    return playlist


@contextmanager
def found() -> Iterator[None]:
    """What a selector or service does not find inside is a 404."""
    try:
        yield
    except Playlist.DoesNotExist:
        raise Http404("There is no such playlist.") from None
    except PlaylistTrack.DoesNotExist:
        raise Http404("There is no such place in this playlist.") from None
