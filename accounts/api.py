"""People as the REST API names them."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import USERNAME_MAX_LENGTH, User


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


class UsernameFilter(django_filters.CharFilter):
    """``?author=Ines``: a username in any case, as it is stored in lower case; one that nobody has finds nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=USERNAME_MAX_LENGTH, **options)

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        return super().filter(qs, value.lower() if value else value)


class _FlagField(forms.Field):
    def to_python(self, value: str | None) -> bool | None:
        if not value:
            return None
        if value not in ("true", "false"):
            raise ValidationError(_("It is true or false."), code="invalid")
        return value == "true"


class FlagFilter(django_filters.BooleanFilter):
    """``?has_text=true``; django-filter's own takes anything else for "not asked"."""

    field_class = _FlagField
