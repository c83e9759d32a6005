"""What a person is told, on a page; and an end to being told by mail."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.digests import person_of_token, stop
from accounts.notifications import mark_read, notifications_of
from accounts.requests import PersonalRequest

PER_PAGE = 30
#: The newest of them, which can be paged through; to count all that ever was would hold up who looks for the last.
MOST_SHOWN = 100 * PER_PAGE


@never_cache
@login_required
@require_safe
def notifications(request: PersonalRequest) -> HttpResponse:
    """Newest first; those on the page are read by being shown, and stand out for the last time.

    A browser that only fetches the page ahead has shown nothing to anybody.
    """
    told = notifications_of(request.user).prefetch_related("target")[:MOST_SHOWN]
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        # Only in the database: what is shown still says which were new.
        mark_read(request.user, [note.pk for note in shown])
    return render(request, "accounts/notifications.html", {"page": page, "notifications": shown})


@login_required
@require_POST
def read_all(request: PersonalRequest) -> HttpResponse:
    """All of them are read, also those on pages that were not opened."""
    mark_read(request.user)
    return redirect("notifications")


# No CSRF token: mail programs press the button too (RFC 8058), without a session. The address itself is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: GET asks (robots open links), POST stops the mails. Without signing in."""
    person_id = person_of_token(token)
    if person_id is None:
        raise Http404("No mail of Muse has this link.")
    if request.method == "POST":
        stop(person_id)
    response = render(request, "accounts/digest_stop.html", {"is_stopped": request.method == "POST"})
    response["Referrer-Policy"] = "no-referrer"
    return response
