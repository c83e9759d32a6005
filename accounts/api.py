"""People as the REST API names them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import USERNAME_MAX_LENGTH, User
from accounts.selectors import FOLLOW_STATES, find_person, follow_states

#: For the OpenAPI document: the username in an address.
USERNAME = OpenApiParameter("username", str, OpenApiParameter.PATH, description="In any case.")


def moment(when: datetime.datetime) -> str:
    """As the API writes it: ISO 8601 in UTC, whatever the zone of whoever asks."""
    return when.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


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


#: What each means to who reads the OpenAPI document.
FOLLOW_STATES_SAID = [
    ("self", "it is the caller"),
    ("accepted", "the caller follows them"),
    ("requested", "the caller has asked to, and waits for an answer"),
    ("none", "neither; so for a visitor"),
]
assert tuple(state for state, _said in FOLLOW_STATES_SAID) == FOLLOW_STATES


class FollowStateField(serializers.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(FOLLOW_STATES_SAID, **options)


class ListedPersonSerializer(PersonSerializer):
    """A person in a list of people. ``context["states"]`` has `accounts.selectors.follow_states`."""

    follow_state = FollowStateField(help_text="How the caller stands to them.")

    def to_representation(self, instance: User) -> dict[str, Any]:
        return super().to_representation(instance) | {"follow_state": self.context["states"][instance.pk]}


def show_people(request: Request, people: Sequence[User]) -> list[dict[str, Any]]:
    """People as `ListedPersonSerializer` has them for whoever asks: one query, none for a visitor."""
    serializer = ListedPersonSerializer(context={"request": request, "states": follow_states(request.user, people)})
    return [serializer.to_representation(person) for person in people]


def person_named(username: str) -> User:
    """Who has a username, in any case: one query.

    Raises:
        Http404: nobody, or somebody who was switched off.
    """
    person = find_person(username)
    if person is None:
        raise Http404("Nobody here has that name.")
    return person


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
