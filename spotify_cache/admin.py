"""The cache in the admin: a page to look at, and what staff may do with it (R32, R43).

Nothing here asks Spotify: what is shown is what Redis has, and what has to be fetched is left to a worker. Whatever is
done is written into the admin's log.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from spotify_cache import inspection, runs
from spotify_cache.inspection import Inspected
from spotify_cache.kinds import normalise_query
from spotify_cache.models import Cache
from spotify_cache.overview import KIND_NAMES, overview
from spotify_cache.quota import LONGEST_DRILL
from spotify_cache.repository import get_repository
from spotify_cache.store import Store, StoreDown
from spotify_cache.tasks import ask_for_run, schedules
from spotify_cache.timelines import SPANS

#: What can be looked at by name.
THINGS = ("album", "artist", "track", "search", "new-releases")
#: Lines of the log and queries of a preview that are shown.
_LOG_LINES = 15
_PREVIEW = 30
_LONGEST_QUERY = 300

View = Callable[..., HttpResponse]


def may_look(request: HttpRequest) -> bool:
    return request.user.has_perm("spotify_cache.view_cache") or may_steer(request)


def may_steer(request: HttpRequest) -> bool:
    return request.user.has_perm("spotify_cache.steer_cache")


def write_down(request: HttpRequest, what: str, flag: int = CHANGE) -> None:
    """Put into the admin's log what somebody did to the cache."""
    LogEntry.objects.create(
        user_id=request.user.pk or 0,  # staff, who have one
        content_type=ContentType.objects.get_for_model(Cache, for_concrete_model=False),
        object_repr=str(_("Cache")),
        action_flag=flag,
        change_message=what,
    )


def say_redis_is_down(request: HttpRequest) -> None:
    messages.error(request, _("Redis does not answer: nothing was done. Try again in a moment."))


@admin.register(Cache)
class CacheAdmin(admin.ModelAdmin):
    """Not rows but pages: `Cache` has no table."""

    def get_urls(self) -> list[URLPattern]:
        def view(name: str, where: str, what: View, allowed: Callable[[HttpRequest], bool] = may_look) -> URLPattern:
            def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                if not allowed(request) or (request.method == "POST" and not may_steer(request)):
                    raise PermissionDenied
                return what(request, *args, **kwargs)

            return path(where, self.admin_site.admin_view(checked), name=f"spotify_cache_cache_{name}")

        return [
            view("changelist", "", self.page),
            view("entry", "entry/", self.entry),
            view("searches", "searches/", self.searches, may_steer),
            view("drill", "drill/", self.drill, may_steer),
            view("warming", "warming/", self.warming, may_steer),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Cache | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Cache | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Cache | None = None) -> bool:
        return may_look(request)

    def _show(self, request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "may_steer": may_steer(request),
            **more,
        }
        return TemplateResponse(request, f"admin/cache/{template}.html", context)

    def page(self, request: HttpRequest) -> HttpResponse:
        done = LogEntry.objects.filter(content_type__app_label="spotify_cache").select_related("user")
        context: dict[str, Any] = {
            "spans": SPANS.values(),
            "things": THINGS,
            "schedules": schedules(),
            "log": done.order_by("-action_time")[:_LOG_LINES],
        }
        try:
            context["cache"] = overview(get_repository(), request.GET.get("span", ""))
        except StoreDown as error:
            context["redis_down"] = str(error)
        return self._show(request, "page", _("Cache"), **context)

    def entry(self, request: HttpRequest) -> HttpResponse:
        """Look at what is kept of a thing; have one entry fetched anew, or drop it."""
        asked = request.POST if request.method == "POST" else request.GET
        thing, name = asked.get("thing", ""), asked.get("name", "").replace("\x00", "").strip()[:_LONGEST_QUERY]
        context: dict[str, Any] = {"things": THINGS, "thing": thing, "name": name, "is_within": True}
        try:
            entries = _look(get_repository().store, thing, name)
            if request.method == "POST":
                self._act(request, entries)
        except StoreDown as error:
            if request.method == "POST":
                say_redis_is_down(request)
            else:
                context["redis_down"] = str(error)
                return self._show(request, "entry", _("One entry"), **context)
        if request.method == "POST":
            back = reverse("admin:spotify_cache_cache_entry")
            return HttpResponseRedirect(f"{back}?{urlencode({'thing': thing, 'name': name})}")
        context["entries"] = [(KIND_NAMES[entry.kind], _times(entry), entry) for entry in entries]
        return self._show(request, "entry", _("One entry"), **context)

    def _act(self, request: HttpRequest, entries: list[Inspected]) -> None:
        """Raises StoreDown."""
        chosen = next((entry for entry in entries if entry.key == request.POST.get("key")), None)
        repository = get_repository()
        match chosen, request.POST.get("action"):
            case Inspected(want=want), "refresh" if want is not None:
                repository.renew(want)
                write_down(request, f"had fetched anew: {chosen.key}")
                messages.success(request, _("A worker fetches it as soon as the rate window lets it."))
            case Inspected(), "drop":
                repository.store.delete([chosen.key])
                write_down(request, f"dropped: {chosen.key}", DELETION)
                messages.success(request, _("Dropped. Whoever reads it next has it fetched."))
            case _:
                messages.warning(request, _("There is no such entry any more: nothing was done."))

    def searches(self, request: HttpRequest) -> HttpResponse:
        """Drop searches by pattern: first what it would be, then, confirmed, all of them."""
        asked = request.POST if request.method == "POST" else request.GET
        pattern = normalise_query(asked.get("pattern", "")[:_LONGEST_QUERY].replace("\x00", ""))
        repository = get_repository()
        if not pattern:
            messages.warning(request, _("A pattern is needed, such as “moon*”; “*” alone means all searches."))
            return HttpResponseRedirect(reverse("admin:spotify_cache_cache_changelist"))
        try:
            if request.method == "POST":
                dropped = repository.invalidate_search(pattern)
                write_down(request, f"dropped {dropped} searches: {pattern}", DELETION)
                told = ngettext("%(count)s search was dropped.", "%(count)s searches were dropped.", dropped)
                messages.success(request, told % {"count": dropped})
                return HttpResponseRedirect(reverse("admin:spotify_cache_cache_changelist"))
            found = repository.store.searches(pattern)
        except StoreDown:
            say_redis_is_down(request)
            return HttpResponseRedirect(reverse("admin:spotify_cache_cache_changelist"))
        queries = sorted({query for query, _key in found})
        return self._show(
            request,
            "searches",
            _("Drop searches"),
            is_within=True,
            pattern=pattern,
            count=len(found),
            queries=queries[:_PREVIEW],
            more=len(queries) - _PREVIEW,
        )

    def drill(self, request: HttpRequest) -> HttpResponse:
        """Have Muse behave as if Spotify were down for some minutes, or end that early."""
        back = HttpResponseRedirect(reverse("admin:spotify_cache_cache_changelist"))
        minutes = _minutes(request.POST.get("minutes", ""))
        is_ending = request.POST.get("action") == "end"
        if request.method != "POST":
            return back
        if not is_ending and minutes is None:
            messages.warning(
                request, _("A drill lasts from 1 to %(most)s minutes: none was begun.") % {"most": LONGEST_DRILL // 60}
            )
            return back
        quota = get_repository().quota
        try:
            if minutes is None or is_ending:
                quota.end_drill()
            else:
                quota.begin_drill(minutes * 60)
        except StoreDown:
            say_redis_is_down(request)
            return back
        if is_ending:
            write_down(request, "ended a drill")
            messages.success(request, _("The drill is over: Spotify is asked again."))
        else:
            write_down(request, f"began a drill of {minutes} minutes")
            messages.success(request, _("The drill is on. It ends by itself."))
        return back

    def warming(self, request: HttpRequest) -> HttpResponse:
        """Have popular content warmed now, have warming left for a while, or let it run again."""
        if request.method == "POST":
            store = get_repository().store
            try:
                match request.POST.get("action"):
                    case "run":
                        self._ask_for_run(request, store)
                    case "hold":
                        runs.hold(store)
                        write_down(request, f"stopped warming for {runs.HOLD_SECONDS // 60} minutes")
                        messages.success(
                            request, _("Warming stops after the entries it is at, and stays off for an hour.")
                        )
                    case "lift" if runs.lift(store):
                        write_down(request, "let warming run again")
                        messages.success(request, _("Warming may run again, in quiet hours."))
            except StoreDown:
                say_redis_is_down(request)
        return HttpResponseRedirect(f"{reverse('admin:spotify_cache_cache_changelist')}#warming")

    def _ask_for_run(self, request: HttpRequest, store: Store) -> None:
        """Raises StoreDown."""
        try:
            is_first = runs.how_it_stands(store).current is None and ask_for_run(store)
        except OperationalError:
            messages.error(request, _("The queue of tasks does not answer: nothing was done. Try again in a moment."))
            return
        if is_first:
            write_down(request, "asked for a run of warming")
            messages.success(request, _("A worker warms what is popular, within what the rate window leaves over."))
        else:
            messages.warning(request, _("A run goes on, or is asked for already: nothing was done."))


def _minutes(text: str) -> int | None:
    """As many minutes as a drill may last, else None."""
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        return None
    return int(text) if 1 <= int(text) <= LONGEST_DRILL // 60 else None


def _look(store: Store, thing: str, name: str) -> list[Inspected]:
    """Raises StoreDown."""
    if thing == "search":
        return inspection.of_search(store, name)
    if thing == "new-releases":
        return inspection.of_new_releases(store)
    return inspection.of_item(store, thing, name)


def _times(entry: Inspected) -> dict[str, datetime.datetime]:
    """An entry's times as a template wants them."""
    return {
        name: datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        for name in ("fetched_at", "fresh_until", "kept_until")
        if (seconds := getattr(entry, name)) is not None
    }
