"""Profile, dashboard and settings: parse, ask one selector or service, answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.forms import DeleteAccountForm, PreferencesForm, PrivacyForm, ProfileForm
from accounts.models import MAX_FAVOURITE_ARTISTS
from accounts.rate_limits import SignInTries, too_many_requests
from accounts.reading_zone import remember_time_zone
from accounts.requests import PersonalRequest
from accounts.selectors import connection_of, find_person, preferences_of
from accounts.theme import carry_theme
from accounts.visibility import is_visible
from muse.catalog.caching import set_caching
from muse.catalog.views import rest_is_asked_for, whole_number
from muse.people.dashboard import PERIODS, dashboard_page
from muse.people.export import export_of
from muse.people.favourites import favourite_artists, find_artists
from muse.people.profile import profile_head, profile_page
from muse.people.year import year_page
from muse.theme import remember_theme
from spotify_cache.spotify_ids import is_spotify_id

#: A dashboard with something still to come asks again this often, by itself.
MAX_TRIES = 5


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """A person's page under their name in lower case; in any other case it is found and redirected."""
    person = find_person(username)
    if person is None:
        raise Http404("Nobody on Muse has this name.")
    if username != person.username:
        return redirect(person, permanent=True)
    head = profile_head(person, request.user)
    page = profile_page(person, request.user, request.GET.get("page", 1)) if head.is_open else None
    response = render(request, "people/profile.html", {"head": head, "page": page, "person": person})
    return set_caching(request, response, settled=page is None or not page.is_pending)


@require_safe
def year_in_review(request: HttpRequest, username: str, year: int) -> HttpResponse:
    """A year of a person's; 404 where it is empty, and of a private account for all but its followers."""
    person = find_person(username)
    page = year_page(person, request.user, year) if person and is_visible(request.user, person) else None
    if person is None or page is None:
        raise Http404("There is no such year.")
    if username != person.username:
        return redirect("year_in_review", person.username, year, permanent=True)
    response = render(request, "people/year.html", {"page": page, "person": person})
    return set_caching(request, response, settled=not page.is_pending)


@never_cache
@login_required
@require_safe
def dashboard(request: PersonalRequest) -> HttpResponse:
    period = request.GET.get("period", "")
    page = dashboard_page(request.user, period, rest_is_asked_for=rest_is_asked_for(request))
    tries = whole_number(request.GET.get("try"), default=0)
    next_try = tries + 1 if page.is_pending and tries < MAX_TRIES else None
    return render(request, "people/dashboard.html", {"page": page, "periods": PERIODS, "next_try": next_try})


@never_cache
@login_required
@require_safe
def settings(request: PersonalRequest) -> HttpResponse:
    return _settings(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_profile(request: PersonalRequest) -> HttpResponse:
    if request.method != "POST":  # the address of a form that was refused, opened again
        return redirect("settings")
    form = ProfileForm(request.POST, person=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Your profile is saved."))
        return redirect(reverse("settings") + "#profile")
    return _settings(request, profile_form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_preferences(request: PersonalRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("settings")
    form = PreferencesForm(request.POST, preferences=preferences_of(request.user))
    if not (form.is_valid() and form.save()):
        return _settings(request, preferences_form=form)
    remember_time_zone(request, form.cleaned_data["time_zone"])
    carry_theme(request, form.cleaned_data["theme"])
    messages.success(request, _("Your preferences are saved."))
    response = redirect(reverse("settings") + "#preferences")
    remember_theme(response, form.cleaned_data["theme"])
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_privacy(request: PersonalRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("settings")
    form = PrivacyForm(request.POST, person=request.user, preferences=preferences_of(request.user))
    if not form.is_valid():
        return _settings(request, privacy_form=form)
    services.save_privacy(request.user, **form.cleaned_data)
    messages.success(request, _("Your privacy settings are saved."))
    return redirect(reverse("settings") + "#privacy")


@login_required
@require_POST
def favourite_artist_add(request: PersonalRequest) -> HttpResponse:
    artist_id = request.POST.get("artist", "")
    if not is_spotify_id(artist_id):
        messages.error(request, _("That is not an artist on Spotify."))
    else:
        try:
            services.add_favourite_artist(request.user, artist_id)
        except services.FavouritesFull as full:
            messages.error(request, str(full))
    return _back_to_artists(request)


@login_required
@require_POST
def favourite_artist_remove(request: PersonalRequest, spotify_id: str) -> HttpResponse:
    services.remove_favourite_artist(request.user, spotify_id)
    return _back_to_artists(request)


def _back_to_artists(request: PersonalRequest) -> HttpResponse:
    query = request.POST.get("q", "")[:100]
    return redirect(reverse("settings") + (f"?{urlencode({'artist': query})}" if query else "") + "#artists")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spotify_disconnect(request: PersonalRequest) -> HttpResponse:
    """GET asks, POST disconnects."""
    if request.method == "POST":
        try:
            services.disconnect_spotify(request.user)
        except services.PasswordNeeded as needed:
            messages.error(request, str(needed))
            return redirect("password_change")
        messages.success(request, _("Spotify is disconnected. Its tokens and everything cached of you are deleted."))
        return redirect(reverse("settings") + "#spotify")
    connection = connection_of(request.user)
    if connection is None:
        return redirect(reverse("settings") + "#spotify")
    return render(request, "people/spotify_disconnect.html", {"connection": connection})


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: PersonalRequest) -> HttpResponse:
    person, tries = request.user, SignInTries(request, request.user.get_username())
    if request.method == "POST" and (limit := tries.used_up_limit()):
        return too_many_requests(request, limit)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, person=person)
    if "password" in form.errors:
        tries.count_failure()
    if form.is_valid():
        services.delete_account(person)
        logout(request)
        messages.success(request, _("Your account and everything in it is deleted."))
        return redirect("home")
    return render(request, "people/delete_account.html", {"form": form})


@never_cache
@login_required
@require_safe
def export(request: PersonalRequest) -> HttpResponse:
    """Everything that is the person's, as one JSON file (R75)."""
    response = HttpResponse(export_of(request.user), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="muse-{request.user.get_username()}.json"'
    return response


def _settings(
    request: PersonalRequest,
    profile_form: ProfileForm | None = None,
    preferences_form: PreferencesForm | None = None,
    privacy_form: PrivacyForm | None = None,
) -> HttpResponse:
    preferences = preferences_of(request.user)
    query = request.GET.get("artist", "").strip()
    context = {
        "profile_form": profile_form or ProfileForm(person=request.user),
        "preferences_form": preferences_form or PreferencesForm(preferences=preferences),
        "privacy_form": privacy_form or PrivacyForm(person=request.user, preferences=preferences),
        "favourites": favourite_artists(preferences),
        "chosen": set(preferences.favourite_artists),
        "max_favourites": MAX_FAVOURITE_ARTISTS,
        "choice": find_artists(query) if query else None,
        "connection": connection_of(request.user),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "people/settings.html", context)
