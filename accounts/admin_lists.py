"""Lists of the admin that stay quick however many rows there are."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from spotify_cache.spotify_ids import is_spotify_id

#: Rows up to which a list is counted; who wants to see more narrows it.
MOST_COUNTED = 10_000
#: People whose names begin with what was looked for.
_MOST_PEOPLE = 200
_IN_TEXT = "text:"


class QuickPaginator(Paginator):
    """Counts no further than `MOST_COUNTED`; of a whole table that is larger PostgreSQL's own estimate is taken."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        if not rows.query.where and (estimated := _estimated_rows(rows)) > MOST_COUNTED:
            return estimated
        return rows.order_by()[:MOST_COUNTED].count()


def _estimated_rows(rows: QuerySet) -> int:
    with connections[rows.db].cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        (estimated,) = cursor.fetchone()
    return int(estimated)


class QuickAdmin(admin.ModelAdmin):
    """The newest first, found by the index: by a person's name, a Spotify ID, or words of a text.

    Django's own search looks for a term in every field of every row, joined. ``people``: fields that name a person;
    ``text``: the field that holds words, searched only for what stands after ``text:``, as no index helps there.
    """

    people: ClassVar[tuple[str, ...]] = ()
    text: ClassVar[str] = ""
    has_spotify_id: ClassVar[bool] = False

    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    search_fields: ClassVar[tuple[str, ...]] = ()
    paginator = QuickPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count all rows
    list_per_page = 50

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.replace("\x00", "").strip()
        if not term:
            return queryset, False
        if self.text and term.startswith(_IN_TEXT):
            return queryset.filter(**{f"{self.text}__icontains": term.removeprefix(_IN_TEXT).strip()}), False
        if self.has_spotify_id and is_spotify_id(term):
            return queryset.filter(spotify_id=term), False
        found = User.objects.filter(username__startswith=term.lower()).values_list("pk", flat=True)
        theirs = Q(pk__in=[])
        people = list(found[:_MOST_PEOPLE])
        for field in self.people:
            theirs |= Q(**{f"{field}__in": people})
        return queryset.filter(theirs), False


class ToLookAtAdmin(QuickAdmin):
    """Rows to look at: made and changed by people alone, or by what follows from what they do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
