"""Adding, removing and moving the tracks of a playlist. With htmx the answer is the list, without it a redirect."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import drafts
from accounts.access import Request, tell_of_draft, to_sign_in
from accounts.models import User
from playlists import rules, selectors, services
from playlists.forms import MoveForm, PasteForm
from playlists.models import MAX_TRACKS, Playlist
from playlists.views import UNPROCESSABLE, contents_context, not_found_if_absent, paste_draft
from spotify_cache.answers import State
from spotify_cache.entities import Track
from spotify_cache.repository import get_repository


@require_POST
@not_found_if_absent
def playlist_tracks_add(request: Request, pk: int) -> HttpResponse:
    """Append pasted links or IDs. Lines that name no track stay in the form, the others are added."""
    person = request.user
    if not isinstance(person, User):
        sent = {"tracks": request.POST.get("tracks", "")}
        tell_of_draft(request, drafts.keep(request, paste_draft(pk), sent), _("add these tracks"))
        return to_sign_in(request, reverse("playlist", args=[pk]))
    pasted = rules.read_pasted(request.POST.get("tracks"))
    result = _add(person, pk, pasted, again=bool(request.POST.get("again")))
    if result.error or not result.added:
        status = UNPROCESSABLE if result.error else 200
        return _contents(request, pk, form=result.form, notice=result.notice, status=status)
    drafts.drop(request, paste_draft(pk))
    if result.left or request.htmx:
        return _contents(request, pk, form=result.form, notice=result.notice, page_number=result.last_page)
    messages.success(request, result.notice)
    return redirect(f"{reverse('playlist', args=[pk])}?page={result.last_page}")


@require_safe
@not_found_if_absent
def playlist_track(request: Request, pk: int, entry: int) -> HttpResponse:
    """Where one entry can go: alone in the dialog for htmx, else a page."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("playlist", args=[pk]))
    page = request.GET.get("page", "")
    context = {
        **selectors.playlist_entry(pk, entry, person)._asdict(),
        "page": page if page.isascii() and page.isdecimal() else "1",
    }
    return render(request, "playlists/_track_panel.html" if request.htmx else "playlists/track.html", context)


@require_POST
@not_found_if_absent
def playlist_track_remove(request: Request, pk: int, entry: int) -> HttpResponse:
    if not isinstance(request.user, User):
        return to_sign_in(request, reverse("playlist", args=[pk]))
    services.remove_track(request.user, pk, entry)
    return _changed(request, pk, _("Track removed."))


@require_POST
@not_found_if_absent
def playlist_track_move(request: Request, pk: int, entry: int) -> HttpResponse:
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("playlist", args=[pk]))
    form = MoveForm(request.POST)
    if not form.is_valid():
        # Found first: a bad place in somebody else's playlist is still a 404.
        Playlist.objects.owned_by(person).get(pk=pk).tracks.get(pk=entry)
        sentence = _("Give a place as a number from 1 on.")
        return _contents(request, pk, notice=sentence, is_error=True, status=UNPROCESSABLE)
    place = _move(person, pk, entry, form.cleaned_data["to"], form.cleaned_data["position"])
    notice = _("Moved to %(place)s.") % {"place": place + 1}
    return _changed(request, pk, notice, f"#entry-{entry}", place // selectors.TRACKS_PER_PAGE + 1)


@require_http_methods(["GET", "POST"])
@not_found_if_absent
def playlist_add(request: Request, track_id: str) -> HttpResponse:
    """Choose one of one's playlists for a track, or make a new one for it."""
    person = request.user
    if not isinstance(person, User):
        return to_sign_in(request, reverse("playlist_add", args=[track_id]))
    if request.method == "GET":
        return _choose(request, person, track_id)
    if "playlist" in request.POST:
        return _add_to_chosen(request, person, track_id)
    return _add_to_new(request, person, track_id)


@dataclass(frozen=True, slots=True)
class _Pasting:
    """What became of pasted lines."""

    added: int
    notice: str
    error: bool
    left: bool
    form: PasteForm
    last_page: int


def _add(person: User, pk: int, pasted: rules.Pasted, *, again: bool) -> _Pasting:
    """Raises Playlist.DoesNotExist."""
    unknown: tuple[str, ...] = ()
    left = list(pasted.unreadable)
    try:
        try:
            done = services.add_tracks(person, pk, pasted.track_ids, again=again)
        except services.UnknownTracks as error:
            unknown = error.track_ids
            rest = [track_id for track_id in pasted.track_ids if track_id not in set(unknown)]
            done = services.add_tracks(person, pk, rest, again=again)
    except ValidationError as error:
        return _Pasting(0, "", True, True, _paste_form([*pasted.track_ids, *left], again, error.messages), 1)
    left += unknown
    problems = []
    if not pasted.track_ids and not left:
        problems.append(_("Paste at least one link or ID of a track."))
    if pasted.unreadable:
        problems.append(_("What is left in the field is no link or ID of a track on Spotify."))
    if unknown:
        named = ", ".join(unknown[:5]) + ("…" if unknown[5:] else "")
        problems.append(_("Spotify has no track of these IDs: %(ids)s") % {"ids": named})
    return _Pasting(
        added=done.added,
        notice=_what_was_added(done),
        error=bool(problems) and not done.added,
        left=bool(left),
        form=_paste_form(left, again, problems),
        last_page=max(1, -(-done.total // selectors.TRACKS_PER_PAGE)),
    )


def _paste_form(left: list[str], again: bool, problems: list[str]) -> PasteForm:
    if not problems:
        return PasteForm()
    form = PasteForm({"tracks": "\n".join(left), "again": again})
    form.full_clean()
    form.errors.pop("tracks", None)
    form.add_error("tracks", problems)
    return form


def _what_was_added(done: services.Added) -> str:
    added, present = done.added, len(done.present)
    sentences = []
    if added:
        said = ngettext("%(count)s track added.", "%(count)s tracks added.", added)
        sentences.append(said % {"count": f"{added:,}"})
    if present:
        said = ngettext(
            "%(count)s track left out: already in this playlist.",
            "%(count)s tracks left out: already in this playlist.",
            present,
        )
        sentences.append(said % {"count": f"{present:,}"})
    return " ".join(sentences)


def _move(person: User, pk: int, entry: int, to: str, position: int | None) -> int:
    """Returns the new place, counted from 0."""
    if to in ("up", "down"):
        return services.step_track(person, pk, entry, -1 if to == "up" else 1)
    if to:
        return services.move_track(person, pk, entry, 0 if to == "top" else MAX_TRACKS)
    return services.move_track(person, pk, entry, (position or 1) - 1)


def _changed(request: Request, pk: int, notice: str, anchor: str = "", page_number: int | None = None) -> HttpResponse:
    if request.htmx:
        return _contents(request, pk, notice=notice)
    messages.success(request, notice)
    page = page_number or request.GET.get("page", "")
    query = f"?page={page}" if str(page).isdecimal() and str(page) != "1" else ""
    return redirect(f"{reverse('playlist', args=[pk])}{query}{anchor}")


def _contents(
    request: Request,
    pk: int,
    *,
    form: PasteForm | None = None,
    notice: str = "",
    is_error: bool = False,
    status: int = 200,
    page_number: int | None = None,
) -> HttpResponse:
    """The list again: alone for htmx, else the whole page around it. Raises Playlist.DoesNotExist."""
    asked = request.GET.get("page", "1") if page_number is None else page_number
    page = selectors.playlist_page(pk, request.user, asked)
    context = {**contents_context(page, form), "notice": notice, "notice_is_error": is_error}
    template = "playlists/_contents_with_facts.html" if request.htmx else "playlists/playlist.html"
    return render(request, template, context, status=status)


def _choose(request: Request, person: User, track_id: str, status: int = 200, **more: object) -> HttpResponse:
    answer = get_repository().track(track_id)
    if answer.state is State.GONE:
        raise Http404("Spotify has no such track.")
    track: Track | None = answer.value
    context = {
        "track": track,
        "track_id": track_id,
        "choices": selectors.playlists_to_add_to(person, track_id),
        "back": _way_back(request),
        **more,
    }
    template = "playlists/_add_panel.html" if request.htmx else "playlists/add.html"
    return render(request, template, context, status=status)


def _add_to_chosen(request: Request, person: User, track_id: str) -> HttpResponse:
    """Raises Playlist.DoesNotExist."""
    chosen = request.POST["playlist"]
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        raise Http404("There is no such playlist.")
    again = bool(request.POST.get("again"))
    try:
        done = services.add_tracks(person, int(chosen), [track_id], again=again)
    except services.UnknownTracks as error:
        raise Http404("Spotify has no such track.") from error
    except ValidationError as error:
        return _choose(request, person, track_id, UNPROCESSABLE, error=" ".join(error.messages))
    if done.present:
        return _choose(request, person, track_id, present_in=done.playlist)
    return _added(request, person, track_id, done.playlist)


def _add_to_new(request: Request, person: User, track_id: str) -> HttpResponse:
    title = request.POST.get("title", "")
    try:
        made = services.create_playlist(person, title=title, track_ids=[track_id])
    except services.UnknownTracks as error:
        raise Http404("Spotify has no such track.") from error
    except ValidationError as error:
        return _choose(request, person, track_id, UNPROCESSABLE, title=title, title_error=" ".join(error.messages))
    return _added(request, person, track_id, made)


def _added(request: Request, person: User, track_id: str, playlist: Playlist) -> HttpResponse:
    if request.htmx:
        return _choose(request, person, track_id, added_to=playlist)
    messages.success(request, _("Added to “%(title)s”.") % {"title": playlist.title})
    return redirect(_way_back(request) or playlist.get_absolute_url())


def _way_back(request: Request) -> str:
    """The page on which "add" was pressed; empty unless it is one of this site, so that nobody is sent elsewhere."""
    before = request.POST.get("back", "") if request.method == "POST" else request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_here else ""
