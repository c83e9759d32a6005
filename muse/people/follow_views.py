"""Following people: buttons, lists, requests. With htmx an answer is the button, without it a redirect."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import following as services
from accounts.access import Request, to_sign_in
from accounts.models import Follow, User
from accounts.requests import PersonalRequest
from accounts.selectors import find_person
from accounts.views import onward_address
from muse.catalog.caching import set_caching
from muse.people.connections import ConnectionsPage, Viewer, followers_page, following_page, requests_page
from muse.people.profile import profile_head


def _find(username: str) -> User:
    person = find_person(username)
    if person is None:
        raise Http404("Nobody on Muse has this name.")
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Request, username: str) -> HttpResponse:
    """Follow, or ask to. A visitor signs in first and comes to the person's page; so does an address opened again."""
    other = _find(username)
    if not isinstance(request.user, User):
        return to_sign_in(request, other.get_absolute_url())
    if request.method != "POST":
        return redirect(other)
    try:
        made = services.follow(request.user, other)
    except services.CannotFollow:
        return redirect(other)
    if made.status == Follow.Status.REQUESTED:
        notice = _("%(name)s is asked whether you may follow.") % {"name": other.name}
    else:
        notice = _("You follow %(name)s.") % {"name": other.name}
    return _button_or_redirect(request, other, notice)


@require_http_methods(["GET", "HEAD", "POST"])
def unfollow(request: Request, username: str) -> HttpResponse:
    """Follow no longer, or take a request back."""
    other = _find(username)
    if not isinstance(request.user, User):
        return to_sign_in(request, other.get_absolute_url())
    if request.method != "POST":
        return redirect(other)
    services.unfollow(request.user, other)
    return _button_or_redirect(request, other, _("You do not follow %(name)s.") % {"name": other.name})


def _button_or_redirect(request: Request, other: User, notice: str) -> HttpResponse:
    onward = onward_address(request)
    if not request.htmx:
        messages.success(request, notice)
        return redirect(onward or other.get_absolute_url())
    head = profile_head(other, request.user)
    context = {"head": head, "person": other, "state": head.follow_state, "notice": notice, "next": onward}
    return render(request, "people/_followed.html", context)


@require_safe
def followers(request: Request, username: str) -> HttpResponse:
    """Who follows a person; of a private account for its followers alone."""
    return _list(request, username, followers_page, "followers")


@require_safe
def following(request: Request, username: str) -> HttpResponse:
    """Whom a person follows; of a private account for its followers alone."""
    return _list(request, username, following_page, "following")


def _list(
    request: Request, username: str, read: Callable[[User, Viewer, str], ConnectionsPage | None], shown: str
) -> HttpResponse:
    person = _find(username)
    if username != person.username:
        return redirect(shown, person.username, permanent=True)
    page = read(person, request.user, request.GET.get("page", "1"))
    if page is None:
        raise Http404("Only their followers see this.")
    response = render(request, "people/connections.html", {"person": person, "connections": page, "shown": shown})
    return set_caching(request, response, settled=True)


@never_cache
@login_required
@require_safe
def requests(request: PersonalRequest) -> HttpResponse:
    page = requests_page(request.user, request.GET.get("page", "1"))
    return render(request, "people/follow_requests.html", {"connections": page})


@login_required
@require_POST
def accept(request: PersonalRequest, username: str) -> HttpResponse:
    other = _find(username)
    try:
        services.accept(request.user, other)
    except Follow.DoesNotExist:
        messages.info(request, _("%(name)s does not wait for an answer.") % {"name": other.name})
    else:
        messages.success(request, _("%(name)s follows you now.") % {"name": other.name})
    return redirect(onward_address(request) or "follow_requests")


@login_required
@require_POST
def decline(request: PersonalRequest, username: str) -> HttpResponse:
    other = _find(username)
    services.decline(request.user, other)
    messages.success(request, _("%(name)s does not follow you.") % {"name": other.name})
    return redirect(onward_address(request) or "follow_requests")


@login_required
@require_POST
def remove(request: PersonalRequest, username: str) -> HttpResponse:
    other = _find(username)
    services.remove_follower(request.user, other)
    messages.success(request, _("%(name)s does not follow you any more.") % {"name": other.name})
    if onward := onward_address(request):
        return redirect(onward)
    return redirect("followers", request.user.username)
