"""What one searched for lately, on the device that asks."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.bodies import checked
from accounts.rest.models import AccessToken
from accounts.rest.one_page import OnePageSerializer, one_page
from muse.api.me import examples
from muse.api.me.personal import PersonalView
from muse.api.search import QueryField
from muse.catalog.recent import MAX_RECENT, SearchesOnDevice, forget_searches, recent_searches, remember_search
from muse.catalog.search import MAX_QUERY_LENGTH


class RecentSearchSerializer(serializers.Serializer):
    query = QueryField(max_length=MAX_QUERY_LENGTH)


class RecentSearchesSerializer(OnePageSerializer):
    """What one searched for on a device."""

    results = RecentSearchSerializer(many=True, help_text=f"Newest first; {MAX_RECENT} at most.")


@extend_schema(tags=["Search"])
@method_decorator(conditional_page, name="dispatch")
class SearchesView(PersonalView):
    @extend_schema(
        operation_id="me_searches_list",
        summary="What one searched for lately",
        description="On this device alone: each token has its own list, a browser that of its session.",
        responses=RecentSearchesSerializer,
        examples=[examples.SEARCHES],
    )
    def get(self, request: Request) -> Response:
        device = _device(request)
        return _shown(device.all() if device else recent_searches(request._request))

    @extend_schema(
        operation_id="me_searches_add",
        summary="Remember a search",
        description="Nothing is remembered by searching alone. One that is there already comes first again.",
        request=RecentSearchSerializer,
        responses=RecentSearchesSerializer,
        examples=[examples.SEARCH, examples.SEARCHES],
    )
    def post(self, request: Request) -> Response:
        query = checked(RecentSearchSerializer, request)["query"]
        if device := _device(request):
            return _shown(device.remember(query))
        remember_search(request._request, query)
        return _shown(recent_searches(request._request))

    @extend_schema(
        operation_id="me_searches_clear", summary="Forget what one searched for", request=None, responses={204: None}
    )
    def delete(self, request: Request) -> Response:
        if device := _device(request):
            device.forget()
        else:
            forget_searches(request._request)
        return Response(status=204)


def _device(request: Request) -> SearchesOnDevice | None:
    """None in a browser."""
    return SearchesOnDevice(request.auth) if isinstance(request.auth, AccessToken) else None


def _shown(queries: Sequence[str]) -> Response:
    return Response(one_page([{"query": query} for query in queries]))
