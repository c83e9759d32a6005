"""Apps and devices: where a person is signed in, and the tokens that they made for programs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import tokens
from accounts.forms import PersonalTokenForm
from accounts.models import AccessToken
from accounts.requests import PersonalRequest

Kind = AccessToken.Kind


@never_cache
@login_required
@require_safe
def devices(request: PersonalRequest) -> HttpResponse:
    return _page(request, PersonalTokenForm())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def token_make(request: PersonalRequest) -> HttpResponse:
    """Answers the page itself and no redirect: the secret is nowhere but in this one answer, which nobody keeps."""
    if request.method != "POST":  # the address of that answer, opened again
        return redirect("devices")
    form = PersonalTokenForm(request.POST)
    made = form.save(request.user) if form.is_valid() else None
    if made is None:
        return _page(request, form)
    token, secret = made
    return _page(request, PersonalTokenForm(), made=token, secret=secret)


@login_required
@require_POST
def token_revoke(request: PersonalRequest, id: UUID) -> HttpResponse:
    """A device or a program; pressing twice is no error, and tokens of others are 404."""
    token = tokens.find_token(request.user, Kind.DEVICE, id) or tokens.find_token(request.user, Kind.PERSONAL, id)
    if token is None:
        raise Http404("You have no such token.")
    tokens.revoke(token)
    sentence = _("“%(name)s” is signed out.") if token.kind == Kind.DEVICE else _("“%(name)s” is revoked.")
    messages.success(request, sentence % {"name": token.name})
    return redirect("devices")


def _page(
    request: PersonalRequest, form: PersonalTokenForm, made: AccessToken | None = None, secret: str = ""
) -> HttpResponse:
    context = {
        "devices": list(tokens.tokens_of(request.user, Kind.DEVICE)),
        "personal_tokens": list(tokens.tokens_of(request.user, Kind.PERSONAL)),
        "most": tokens.MAX_PERSONAL,
        "form": form,
        "made": made,
        "secret": secret,
    }
    return render(request, "accounts/devices.html", context)
