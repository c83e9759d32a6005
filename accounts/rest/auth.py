"""Signing in and out in the REST API, and the devices on which somebody is signed in."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth import logout
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import tokens
from accounts.forms import SignInForm
from accounts.models import User
from accounts.rate_limits import SignInTries
from accounts.rest import examples
from accounts.rest.bodies import checked
from accounts.rest.models import AccessToken
from accounts.rest.one_page import one_page
from accounts.rest.permissions import InPerson, TokenMayDoThis
from accounts.rest.serializers import (
    AccessTokenListSerializer,
    AccessTokenSerializer,
    CredentialsSerializer,
    SignedInSerializer,
)
from accounts.rest.views import ApiView, ApiViewSet

NO_STORE = {"Cache-Control": "no-store"}
ID = OpenApiParameter("id", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)


def signed_in(request: Request, person: User, device: str) -> Response:
    """A token for the device on which somebody has just shown who they are.

    Raises:
        ValidationError: it was their password, and is another now.
    """
    try:
        token, secret = tokens.sign_in_device(person, device)
    except tokens.ChangedMeanwhile:
        raise _refusal() from None
    shown = SignedInSerializer(
        {"token": secret, "expires_at": token.expiry, "device": token, "person": person},
        context={"request": request, "current": token},
    )
    address = request.build_absolute_uri(reverse("api:device-detail", args=[token.public_id]))
    return Response(shown.data, status=201, headers=NO_STORE | {"Location": address})


def _refusal() -> ValidationError:
    return ValidationError([ErrorDetail(str(SignInForm.error_messages["invalid_login"]), code="invalid_login")])


@extend_schema(tags=["Signing in"])
class TokenView(ApiView):
    keeps_answers = False

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Nothing that a device still sends of an earlier sign-in is in the way of a new one."""
        return [] if self._signs_in else super().get_authenticators()

    def get_permissions(self) -> list[BasePermission]:
        # A token that may only read may at least end itself.
        return [AllowAny() if self._signs_in else IsAuthenticated()]

    @property
    def _signs_in(self) -> bool:
        # There is no request while the document is made.
        return getattr(self.request, "method", None) == "POST"

    @extend_schema(
        operation_id="auth_token_create",
        summary="Sign a device in with a password",
        description=(
            "The token is good for 90 days after it was last used. A name that nobody has, a wrong password and an "
            "account that was switched off are answered alike. Tries that fail are limited."
        ),
        auth=[],
        request=CredentialsSerializer,
        responses={201: SignedInSerializer},
        examples=[examples.CREDENTIALS, examples.SIGNED_IN],
    )
    @method_decorator(sensitive_variables())
    def post(self, request: Request) -> Response:
        asked = checked(CredentialsSerializer, request)
        tries = SignInTries(request._request, asked["username"])
        if limit := tries.used_up_limit():
            raise Throttled(wait=limit.seconds)
        form = SignInForm(request._request, asked)
        if not form.is_valid():
            tries.count_failure()
            raise _refusal()
        person = form.get_user()
        assert isinstance(person, User)
        return signed_in(request, person, asked["device"])

    @extend_schema(
        operation_id="auth_token_delete",
        summary="Sign this device out",
        description="Ends what the request is made with: the token, or the session of a browser.",
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        if isinstance(request.auth, AccessToken):
            tokens.revoke(request.auth)
        else:
            logout(request._request)
        return Response(status=204)


class TokensViewSet(ApiViewSet):
    """Tokens of one kind of the person who asks; those of others are 404."""

    kind: ClassVar[str]
    keeps_answers = False
    permission_classes = (InPerson, TokenMayDoThis)

    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)  # InPerson lets nobody else in
        return self.request.user

    def shown_list(self) -> Response:
        found = tokens.tokens_of(self.person, self.kind)
        shown = AccessTokenSerializer(found, many=True, context={"request": self.request}).data
        return Response(one_page(shown))

    def shown(self, public_id: UUID) -> Response:
        shown = AccessTokenSerializer(self._find(public_id), context={"request": self.request}).data
        return Response(shown)

    def revoked(self, public_id: UUID) -> Response:
        tokens.revoke(self._find(public_id))
        return Response(status=204)

    def _find(self, public_id: UUID) -> AccessToken:
        token = tokens.find_token(self.person, self.kind, public_id)
        if token is None:
            raise Http404("You have no such token.")
        return token


@extend_schema(tags=["Signing in"])
class DeviceViewSet(TokensViewSet):
    kind = AccessToken.Kind.DEVICE

    @extend_schema(
        operation_id="auth_devices_list",
        summary="Where one is signed in, newest first",
        responses=AccessTokenListSerializer,
        examples=[examples.DEVICES],
    )
    def list(self, request: Request) -> Response:
        return self.shown_list()

    @extend_schema(
        operation_id="auth_devices_retrieve",
        summary="One device",
        parameters=[ID],
        responses=AccessTokenSerializer,
        examples=[examples.DEVICE],
    )
    def retrieve(self, request: Request, id: Any) -> Response:
        return self.shown(id)

    @extend_schema(
        operation_id="auth_devices_delete", summary="Sign a device out", parameters=[ID], responses={204: None}
    )
    def destroy(self, request: Request, id: Any) -> Response:
        return self.revoked(id)
