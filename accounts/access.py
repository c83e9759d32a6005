"""The way to the sign-in page from an action that needs a person: one for pages, forms and htmx."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """What `django_htmx.middleware.HtmxMiddleware` makes of a request; ``htmx`` is true for one that htmx sent."""

    htmx: HtmxDetails


def tell_of_draft(request: Request, kept: bool, purpose: str) -> None:
    """Say on the sign-in page what it is for, such as "save your review", and what became of what was sent (R62)."""
    if kept:
        messages.info(request, _("Sign in to %(purpose)s. What you wrote is kept.") % {"purpose": purpose})
    else:
        messages.warning(
            request,
            _(
                "Sign in to %(purpose)s. What you wrote could not be kept, as too much was sent from where you are: "
                "go back and copy it first."
            )
            % {"purpose": purpose},
        )


def to_sign_in(request: Request, afterwards: str) -> HttpResponse:
    """Send a visitor to sign in and then to the address ``afterwards``, which must answer GET.

    htmx would follow a plain redirect inside the page and put the sign-in form into a fragment's place, so it is told
    to leave the page.
    """
    response = redirect_to_login(afterwards)
    return HttpResponseClientRedirect(response.url) if request.htmx else response
