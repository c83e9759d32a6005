"""Tokens and who they are of, as the REST API shows them. No digest and nothing of a secret is here, but once."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from rest_framework import serializers

from accounts.api import PersonSerializer
from accounts.rest.models import AccessToken
from accounts.rest.one_page import OnePageSerializer

MAX_NAME_LENGTH = 80
MAX_PASSWORD_LENGTH = 4096  # characters; hashing more only costs


class AccessTokenSerializer(serializers.Serializer):
    """A device that somebody is signed in on, or a token that they made for a program."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(help_text="What the person, or the device itself, called it.")
    kind = serializers.ChoiceField(AccessToken.Kind.choices)
    scopes = serializers.ListField(child=serializers.ChoiceField(AccessToken.Scope.choices))
    created_at = serializers.DateTimeField(source="created", default_timezone=UTC)
    last_used_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC, help_text="To the hour.")
    expires_at = serializers.DateTimeField(
        source="expiry", allow_null=True, default_timezone=UTC, help_text="Of a device: 90 days after it was last used."
    )
    is_current = serializers.SerializerMethodField(help_text="Whether this request was made with it.")

    def get_is_current(self, token: AccessToken) -> bool:
        current = self.context.get("current", getattr(self.context["request"], "auth", None))
        return isinstance(current, AccessToken) and current.pk == token.pk


class DeviceNameField(serializers.CharField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "What the person will find in the list of their devices: “Pixel of Ines”.")
        super().__init__(max_length=MAX_NAME_LENGTH, **options)

    def to_internal_value(self, data: Any) -> str:
        return " ".join(super().to_internal_value(data).split())


class PasswordField(serializers.CharField):
    """As it was typed, spaces and all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_PASSWORD_LENGTH, trim_whitespace=False, write_only=True, **options)


class CredentialsSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=254, help_text="In any case; the e-mail address will do.")
    password = PasswordField()
    device = DeviceNameField()


class SignedInSerializer(serializers.Serializer):
    """The token of a device. It is told this once: Muse keeps a digest alone."""

    token = serializers.CharField(help_text="For `Authorization: Bearer ...`. Keep it as one keeps a password.")
    expires_at = serializers.DateTimeField(default_timezone=UTC, help_text="Put off whenever the token is used.")
    device = AccessTokenSerializer()
    person = PersonSerializer()


class AccessTokenListSerializer(OnePageSerializer):
    """All of them: there is a bound to how many a person has."""

    results = AccessTokenSerializer(many=True)
