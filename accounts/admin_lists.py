"""Lists of the admin that stay quick however many rows there are."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.admin_deletions import RuledDeletions
from accounts.models import User
from spotify_cache.spotify_ids import is_spotify_id

#: Rows up to which a list is counted, and paged through; who wants to see more narrows it.
MOST_COUNTED = 10_000
#: People whose names begin with what was looked for.
_MOST_PEOPLE = 200
_IN_TEXT = "text:"


class QuickPaginator(Paginator):
    """Counts no further than `MOST_COUNTED`; of a whole table that is larger PostgreSQL's own estimate is taken.

    Nor are there pages beyond those rows: the ten-thousandth costs seconds, as all rows before it are read first.
    """

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED) if self._estimated is None else self._estimated

    @cached_property
    def num_pages(self) -> int:
        return min(int(super().num_pages), -(-MOST_COUNTED // self.per_page))

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than there are pages of."""
        return self._estimated is not None or self._counted > MOST_COUNTED

    @property
    def told(self) -> str:
        """How many rows there are, as far as it is known."""
        if self._estimated is not None:
            return _("about %(count)s") % {"count": f"{self._estimated:,}"}
        return (_("more than %(count)s") if self.is_cut else "%(count)s") % {"count": f"{self.count:,}"}

    @cached_property
    def _estimated(self) -> int | None:
        """Of a whole table that is large; None for any other list."""
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        estimated = 0 if rows.query.where else _estimated_rows(rows)
        return estimated if estimated > MOST_COUNTED else None

    @cached_property
    def _counted(self) -> int:
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: MOST_COUNTED + 1].count()


def _estimated_rows(rows: QuerySet) -> int:
    with connections[rows.db].cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        (estimated,) = cursor.fetchone()
    return int(estimated)


class DayFilter(admin.SimpleListFilter):
    """By year, then month, then day: leads to any row of a large table, and asks for none but the first.

    Django's ``date_hierarchy`` goes through all rows to say which days there are.
    """

    field: ClassVar[str]
    _day = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?", re.ASCII)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        today = timezone.localdate()
        near = [(today.isoformat(), _("Today")), (today.isoformat()[:7], _("This month"))]
        return [*near, *((value, name) for value, name in self._offered(model_admin, today) if value not in dict(near))]

    def _offered(self, model_admin: admin.ModelAdmin, today: datetime.date) -> Iterator[tuple[str, str]]:
        chosen = self._chosen()
        model = model_admin.model
        # Where no index knows the oldest, it is taken to be the one that was written first.
        is_indexed = any(index.fields[:1] in ([self.field], [f"-{self.field}"]) for index in model._meta.indexes)
        oldest = model._base_manager.order_by(self.field if is_indexed else "pk")
        first = oldest.values_list(self.field, flat=True).first()
        for year in range(today.year, (first or today).year - 1, -1):
            yield f"{year}", f"{year}"
            if chosen and chosen[0].year == year:
                yield from self._months_of(year, self._month())

    def _months_of(self, year: int, open_month: int | None) -> Iterator[tuple[str, str]]:
        for month in range(1, 13):
            first = datetime.date(year, month, 1)
            yield f"{first:%Y-%m}", date_format(first, "F")
            if month == open_month:
                after = datetime.date(year + month // 12, month % 12 + 1, 1)
                for number in range((after - first).days):
                    day = first + datetime.timedelta(days=number)
                    yield day.isoformat(), date_format(day, "j F")

    def _month(self) -> int | None:
        found = self._day.fullmatch(self.value() or "")
        return int(found[2]) if found and found[2] else None

    def _chosen(self) -> tuple[datetime.date, datetime.date] | None:
        """The first day, and the day after the last; None where no day is named."""
        found = self._day.fullmatch(self.value() or "")
        if found is None:
            return None
        year, month, day = (int(number) if number else None for number in found.groups())
        try:
            first = datetime.date(year or 0, month or 1, day or 1)
            if day:
                return first, first + datetime.timedelta(days=1)
            return first, datetime.date(first.year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        except (ValueError, OverflowError):
            return None

    def choices(self, changelist: Any) -> Iterator[Any]:
        value = self.value() or ""
        for place, choice in enumerate(super().choices(changelist)):
            known = "" if place == 0 else str(self.lookup_choices[place - 1][0])
            yield choice | {"selected": value == known or bool(known and value.startswith(f"{known}-"))}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self._chosen()
        if chosen is None:
            return queryset
        first, after = chosen
        if isinstance(queryset.model._meta.get_field(self.field), DateTimeField):
            zone, midnight = timezone.get_current_timezone(), datetime.time()
            first, after = (datetime.datetime.combine(day, midnight, zone) for day in chosen)
        return queryset.filter(**{f"{self.field}__gte": first, f"{self.field}__lt": after})


def by_day(field: str, title: str) -> type[DayFilter]:
    return type("DayFilter", (DayFilter,), {"field": field, "title": title, "parameter_name": f"{field}_day"})


class QuickAdmin(RuledDeletions):
    """The newest first, found by the index: by a person's name, a Spotify ID, or words of a text.

    Django's own search looks for a term in every field of every row, joined. ``people``: fields that name a person;
    ``text``: the field that holds words, searched only for what stands after ``text:``, as no index helps there.
    ``sortable_by``: nothing, but for columns that an index begins with.
    """

    people: ClassVar[tuple[str, ...]] = ()
    text: ClassVar[str] = ""
    has_spotify_id: ClassVar[bool] = False

    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    sortable_by: ClassVar[tuple[str, ...] | None] = ()
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
