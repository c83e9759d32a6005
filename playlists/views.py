"""Pages of playlists: those of a person, one playlist, its form. What changes its tracks is in `track_views`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import drafts
from accounts.access import Request, tell_of_draft, to_sign_in
from accounts.models import User
from accounts.selectors import preferences_of
from playlists import selectors, services
from playlists.forms import PasteForm, PlaylistForm
from playlists.models import Playlist, PlaylistTrack
from spotify_cache.repository import get_repository

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[Request, P], HttpResponse]

#: A form that was understood and cannot be accepted (RFC 9110, 15.5.21).
UNPROCESSABLE = 422
NEW_DRAFT = "new playlist"


def not_found_if_absent(view: View[P]) -> View[P]:
    """A playlist or entry that is not there, or not this viewer's, is a 404 (R4, R71)."""

    @wraps(view)
    def answer(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Playlist.DoesNotExist, PlaylistTrack.DoesNotExist) as error:
            raise Http404("There is no such playlist.") from error

    return answer


def for_this_person_alone(view: View[P]) -> View[P]:
    """No cache on the way keeps the page, which may be private (R4), or a fragment of it for the whole."""

    @wraps(view)
    def answer(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Target"))
        return response

    return answer


@require_safe
@for_this_person_alone
def playlists(request: Request) -> HttpResponse:
    """One's own playlists."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, request.path)
    page = selectors.playlists_of(person, person, request.GET.get("page", 1))
    tracks = get_repository().tracks(selectors.cover_track_ids(page))
    context = {"page": page, "cards": selectors.playlist_cards(page, tracks)}
    return render(request, "playlists/mine.html", context)


@require_safe
@for_this_person_alone
@not_found_if_absent
def playlist(request: Request, pk: int) -> HttpResponse:
    page = selectors.playlist_page(pk, request.user, request.GET.get("page", 1))
    if request.htmx and request.htmx.target == "playlist-contents":
        context = contents_context(page, tries=request.GET.get("tries", ""))
        return render(request, "playlists/_contents_with_facts.html", context)
    draft = drafts.find(request, paste_draft(pk)) if page.is_owner else None
    return render(request, "playlists/playlist.html", contents_context(page, PasteForm(initial=draft)))


@require_http_methods(["GET", "POST"])
def playlist_create(request: Request) -> HttpResponse:
    person = request.user
    if not isinstance(person, User):
        return _keep_and_sign_in(request, NEW_DRAFT, reverse("playlist_create"))
    if request.method == "GET":
        draft = drafts.find(request, NEW_DRAFT)
        known = {"is_public": preferences_of(person).playlists_public_by_default}
        return render(request, "playlists/form.html", {"form": PlaylistForm(initial=_read_draft(draft) or known)})
    form = PlaylistForm(request.POST)
    if not form.is_valid():
        return render(request, "playlists/form.html", {"form": form}, status=UNPROCESSABLE)
    made = services.create_playlist(person, **form.cleaned_data)
    drafts.drop(request, NEW_DRAFT)
    messages.success(request, _("“%(title)s” is made. Now fill it.") % {"title": made.title})
    return redirect(made)


@require_http_methods(["GET", "POST"])
@not_found_if_absent
def playlist_edit(request: Request, pk: int) -> HttpResponse:
    person = request.user
    draft_name = f"playlist {pk}"
    if not isinstance(person, User):
        return _keep_and_sign_in(request, draft_name, reverse("playlist_edit", args=[pk]))
    mine = Playlist.objects.owned_by(person).get(pk=pk)
    if request.method == "GET":
        form = PlaylistForm(playlist=mine, initial=_read_draft(drafts.find(request, draft_name)))
        return render(request, "playlists/form.html", {"form": form, "playlist": mine})
    form = PlaylistForm(request.POST)
    if not form.is_valid():
        return render(request, "playlists/form.html", {"form": form, "playlist": mine}, status=UNPROCESSABLE)
    changed = services.update_playlist(person, pk, **form.cleaned_data)
    drafts.drop(request, draft_name)
    messages.success(request, _("Your changes are saved."))
    return redirect(changed)


@require_http_methods(["GET", "POST"])
@not_found_if_absent
def playlist_delete(request: Request, pk: int) -> HttpResponse:
    """GET asks whether it is meant, POST does it."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("playlist", args=[pk]))
    if request.method == "GET":
        mine = Playlist.objects.owned_by(person).get(pk=pk)
        return render(request, "playlists/delete.html", {"playlist": mine, "total": mine.tracks.count()})
    gone = services.delete_playlist(person, pk)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": gone.title})
    return redirect("playlists")


def contents_context(
    page: selectors.PlaylistPage, paste_form: PasteForm | None = None, tries: str = ""
) -> dict[str, object]:
    """What templates/playlists/_contents.html needs."""
    return {
        "playlist_page": page,
        "playlist": page.playlist,
        "paste_form": paste_form or PasteForm(),
        "stale_since": datetime.fromtimestamp(page.oldest_stale, UTC) if page.oldest_stale else None,
        # Entries that are still being fetched are looked for again a few times.
        "next_try": min(int(tries) + 1 if tries.isdecimal() and len(tries) < 3 else 1, 6),
    }


def paste_draft(playlist_id: int) -> str:
    return f"tracks for playlist {playlist_id}"


def _keep_and_sign_in(request: Request, draft_name: str, afterwards: str) -> HttpResponse:
    """What was sent by somebody whose session has ended waits for them behind the sign-in (R62)."""
    if request.method == "POST":
        sent = {name: request.POST.get(name, "") for name in ("title", "description", "is_public")}
        tell_of_draft(request, drafts.keep(request, draft_name, sent), _("save your playlist"))
    return to_sign_in(request, afterwards)


def _read_draft(draft: dict[str, str] | None) -> dict[str, object] | None:
    return {**draft, "is_public": bool(draft.get("is_public"))} if draft else None
