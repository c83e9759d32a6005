"""Tokens that people make for programs of theirs, to read or to write in their name."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import tokens
from accounts.rest import examples
from accounts.rest.auth import ID, NO_STORE, TokensViewSet
from accounts.rest.bodies import ShortListField, checked
from accounts.rest.errors import Conflict
from accounts.rest.models import AccessToken
from accounts.rest.serializers import AccessTokenListSerializer, AccessTokenSerializer, DeviceNameField


class NewTokenSerializer(serializers.Serializer):
    name = DeviceNameField(help_text="What it is for.")
    scopes = ShortListField(
        child=serializers.ChoiceField(AccessToken.Scope.choices),
        min_length=1,
        max_length=2,
        help_text="`read`, or `read` and `write`.",
    )
    expires_in_days = serializers.IntegerField(min_value=1, max_value=tokens.MAX_PERSONAL_DAYS)


class MadeTokenSerializer(AccessTokenSerializer):
    """Told this once: Muse keeps a digest alone."""

    token = serializers.CharField(help_text="For `Authorization: Bearer ...`.")


@extend_schema(tags=["Signing in"])
class PersonalTokenViewSet(TokensViewSet):
    """Of the person who asks; those of others are 404. A personal token cannot make, see or end others."""

    kind = AccessToken.Kind.PERSONAL

    @extend_schema(
        operation_id="auth_personal_tokens_list",
        summary="One's tokens for programs, newest first",
        responses=AccessTokenListSerializer,
        examples=[examples.PERSONAL_TOKENS],
    )
    def list(self, request: Request) -> Response:
        return self.shown_list()

    @extend_schema(
        operation_id="auth_personal_tokens_create",
        summary="Make a token for a program",
        description="It ends on its day, used or not. 20 at most: 409 where one has to be revoked first.",
        request=NewTokenSerializer,
        responses={201: MadeTokenSerializer},
        examples=[examples.NEW_TOKEN, examples.MADE_TOKEN],
    )
    def create(self, request: Request) -> Response:
        asked = checked(NewTokenSerializer, request)
        try:
            token, secret = tokens.make_personal(
                self.person, name=asked["name"], scopes=asked["scopes"], days=asked["expires_in_days"]
            )
        except tokens.TooManyTokens as error:
            raise Conflict(f"You have {tokens.MAX_PERSONAL} tokens. Revoke one first.") from error
        shown = AccessTokenSerializer(token, context={"request": request}).data
        address = request.build_absolute_uri(reverse("api:personal-token-detail", args=[token.public_id]))
        return Response({**shown, "token": secret}, status=201, headers=NO_STORE | {"Location": address})

    @extend_schema(
        operation_id="auth_personal_tokens_retrieve",
        summary="One token, without its secret",
        parameters=[ID],
        responses=AccessTokenSerializer,
        examples=[examples.PERSONAL_TOKEN],
    )
    def retrieve(self, request: Request, id: Any) -> Response:
        return self.shown(id)

    @extend_schema(
        operation_id="auth_personal_tokens_delete", summary="Revoke a token", parameters=[ID], responses={204: None}
    )
    def destroy(self, request: Request, id: Any) -> Response:
        return self.revoked(id)
