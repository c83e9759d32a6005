"""People as the REST API names them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import User


class PersonSerializer(serializers.Serializer):
    """A person as what they wrote names them. Nothing here is private."""

    username = serializers.CharField()
    name = serializers.CharField(help_text="The display name, else the username.")
    url = serializers.URLField(help_text="Their page on Muse.")

    def to_representation(self, instance: User) -> dict[str, Any]:
        return {
            "username": instance.username,
            "name": instance.name,
            "url": self.context["request"].build_absolute_uri(instance.get_absolute_url()),
        }
