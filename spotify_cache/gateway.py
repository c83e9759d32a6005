"""The one way out to Spotify, and the only module that knows spotipy: one method per thing asked, answering JSON.

Every call takes a slot of the rate window and a token, is made at most twice, and fails with an error of the family.

What bites in spotipy 2.26 is undone here (spotify.md): it retries 429 and 5xx itself and sleeps for Retry-After; it
answers None for a body that is not JSON; it logs bearer tokens at DEBUG; a client that is garbage-collected closes the
session that it was given.
"""

from __future__ import annotations

import logging
import random
import time
import urllib.request
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests
import spotipy
from django.conf import settings
from requests.adapters import HTTPAdapter
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.exceptions import SpotifyException, SpotifyOauthError
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyOAuth

from spotify_cache import metrics
from spotify_cache.breaker import CircuitBreaker
from spotify_cache.errors import (
    BadAnswer,
    CircuitOpen,
    CredentialsRefused,
    Drill,
    NotAllowed,
    NotFound,
    RateLimited,
    Revoked,
    SpotifyError,
    Unavailable,
)
from spotify_cache.kinds import DAY, PREFIX
from spotify_cache.quota import QUOTA_EXCEEDED_SECONDS, Priority, Quota
from spotify_cache.store import Store, StoreDown
from spotify_cache.tokens import Grant, Tokens, TokenSource

logger = logging.getLogger(__name__)
Json = dict[str, Any]
Ask = Callable[[Any], Any]

#: Most IDs a batch call takes, in extended quota mode (spotify.md).
BATCH_SIZES = {"track": 50, "album": 20, "artist": 50}
ALBUM_TRACKS_PAGE = 50
#: Development mode answers at most this many of an artist's albums, or search results of a type.
DEVELOPMENT_PAGE = 10
EXTENDED_PAGE = 50
TOP_ITEMS = 20
RECENT_PLAYS = 50
POOL_SIZE = 16  # connections
#: Where a 429 names no Retry-After (seconds).
DEFAULT_RETRY_AFTER = 5.0

_MODE_KEY = f"{PREFIX}:quota-mode"
_MODE_LOCAL_SECONDS = 60
_GROUPS = "album,single,compilation,appears_on"

# spotipy writes headers, the bearer token among them, at DEBUG, and warns on calls that are right in extended mode.
logging.getLogger("spotipy").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"spotify_cache\.gateway")


class TokenRefused(SpotifyError):
    """401: the access token is no longer good; a new one may be."""


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a call is made; without a person, the app's."""

    priority: Priority = Priority.PAGE
    person: TokenSource | None = None
    #: Told the endpoint of every call that is made, from whatever thread makes it.
    called: Callable[[str], object] = field(default=lambda endpoint: None, compare=False, repr=False)


class _Client(spotipy.Spotify):
    def __del__(self) -> None:
        """The session is shared: it outlives the client."""


def _new_session() -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=POOL_SIZE, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # Else netrc and proxy variables are looked up on every request; proxies are read here, once.
    session.trust_env = False
    session.proxies.update(urllib.request.getproxies())
    return session


def _timeouts() -> tuple[float, float]:
    return settings.SPOTIFY_CONNECT_TIMEOUT_SECONDS, settings.SPOTIFY_READ_TIMEOUT_SECONDS


class AccountsService:
    """Spotify's accounts service, as far as tokens go.

    spotipy's managers close their session when they are garbage-collected, so each gets one of its own.
    """

    def __init__(self, quota: Quota) -> None:
        self._quota = quota

    def _prepared(self, manager: Any) -> Any:
        manager.OAUTH_TOKEN_URL = f"{settings.SPOTIFY_ACCOUNTS_URL}/api/token"
        return manager

    def _options(self) -> dict[str, Any]:
        return {
            "client_id": settings.SPOTIPY_CLIENT_ID,
            "client_secret": settings.SPOTIPY_CLIENT_SECRET,
            "requests_session": True,
            "requests_timeout": _timeouts(),
            "cache_handler": MemoryCacheHandler(),
        }

    def app_grant(self) -> Grant:
        """A token by client credentials (RFC 6749, section 4.4)."""
        self._quota.refuse_in_drill()
        manager = self._prepared(SpotifyClientCredentials(**self._options()))
        return _granted(manager._request_access_token)

    def refresh_grant(self, refresh_token: str) -> Grant:
        """A new access token for a person (RFC 6749, section 6)."""
        self._quota.refuse_in_drill()
        redirect_uri = f"{settings.BASE_URL}/complete/spotify/"
        manager = self._prepared(SpotifyOAuth(**self._options(), redirect_uri=redirect_uri, open_browser=False))
        return _granted(lambda: manager.refresh_access_token(refresh_token))


class Gateway:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._session = _new_session()
        self.breaker = CircuitBreaker()
        self.quota = Quota(store)
        self.tokens = Tokens(store, AccountsService(self.quota))
        self._mode: tuple[str, float] = ("", 0.0)

    # --- one call ----------------------------------------------------------------------------------------------------

    def _call(self, endpoint: str, caller: Caller, ask: Ask) -> Json:
        """One call with a slot of the window, a token, and at most one retry.

        Raises:
            SpotifyError: one of the family.
        """
        try:
            return self._attempt(endpoint, caller, ask)
        except TokenRefused:
            try:
                return self._attempt(endpoint, caller, ask)
            except TokenRefused:
                raise Revoked("access token refused twice") if caller.person else Unavailable("401") from None
        except (RateLimited, CircuitOpen, Drill):
            raise
        except Unavailable:
            # A read may be repeated; jitter keeps processes that failed together from coming back together.
            time.sleep(random.uniform(0.02, 0.08))  # noqa: S311
            try:
                return self._attempt(endpoint, caller, ask)
            except TokenRefused:
                raise Unavailable("401") from None

    def _attempt(self, endpoint: str, caller: Caller, ask: Ask) -> Json:
        self.breaker.check()
        token = ""
        try:
            token = self._token(caller)
            self.quota.take(caller.priority)
            answer = self._ask(token, ask)
        except RateLimited as limited:
            if limited.by_spotify:
                self.quota.close_gate(limited.retry_after)
                _made(endpoint, caller, "limited")
            raise
        except Drill:
            self.breaker.failed()  # and nothing is counted as a call: none was made
            raise
        except Unavailable as error:
            self.breaker.failed()
            _made(endpoint, caller, "bad answer" if isinstance(error, BadAnswer) else "unavailable")
            raise
        except SpotifyError as error:
            self.breaker.succeeded()
            if isinstance(error, TokenRefused):
                self.tokens.refused(caller.person, token)
            _made(endpoint, caller, type(error).__name__)
            raise
        self.breaker.succeeded()
        _made(endpoint, caller, "ok")
        return answer

    def _ask(self, token: str, ask: Ask) -> Json:
        client = _Client(auth=token, requests_session=self._session, requests_timeout=_timeouts(), retries=0)
        client.prefix = f"{settings.SPOTIFY_API_URL}/"
        try:
            answer = ask(client)
        except SpotifyException as error:
            raise _meaning(error) from None
        except requests.RequestException as error:
            raise Unavailable(type(error).__name__) from None
        except AttributeError as error:
            # spotipy expects {"error": {...}} in every error body and trips over any other JSON.
            raise BadAnswer("an error in a shape of its own") from error
        if not isinstance(answer, dict):
            raise BadAnswer("not a JSON object")
        return answer

    def ready_token(self, caller: Caller) -> None:
        """See to it that there is an access token to call with; a `TokenSource` may use the database of this thread.

        Raises:
            Revoked: the person has no working connection.
            Unavailable: the accounts service does not answer; CircuitOpen where it just did not.
        """
        self.breaker.refuse_while_open()
        try:
            self._token(caller)
        except Unavailable:
            self.breaker.failed()
            raise

    def _token(self, caller: Caller) -> str:
        return self.tokens.of_person(caller.person) if caller.person else self.tokens.of_app()

    # --- quota mode --------------------------------------------------------------------------------------------------

    def mode(self) -> str:
        """``development``, ``extended``, or empty while ``auto`` has not found out."""
        if settings.SPOTIFY_QUOTA_MODE != "auto":
            return str(settings.SPOTIFY_QUOTA_MODE)
        mode, until = self._mode
        if time.monotonic() < until:
            return mode
        try:
            mode = (self._store.value(_MODE_KEY) or b"").decode()
        except StoreDown:
            mode = self._mode[0]
        self._mode = (mode, time.monotonic() + (_MODE_LOCAL_SECONDS if mode else 0))
        return mode

    def _learn_mode(self, mode: str) -> None:
        """Remember for the whole deployment, for a day (spotify.md: modes change by application only)."""
        if settings.SPOTIFY_QUOTA_MODE != "auto" or self.mode() == mode:
            return
        self._mode = (mode, time.monotonic() + _MODE_LOCAL_SECONDS)
        logger.info("Spotify answers in %s mode", mode)
        try:
            self._store.put(_MODE_KEY, mode, DAY)
        except StoreDown:
            return

    def page_size(self) -> int:
        """How many of an artist's albums, or search results of a type, one answer may carry."""
        return EXTENDED_PAGE if self.mode() == "extended" else DEVELOPMENT_PAGE

    def batch_size(self, item_type: str) -> int:
        """How many IDs one call may take now: 1 in development mode."""
        return 1 if self.mode() == "development" else BATCH_SIZES[item_type]

    # --- the catalogue -----------------------------------------------------------------------------------------------

    def one(self, item_type: str, spotify_id: str, caller: Caller) -> Json:
        """One album, artist or track. Raises NotFound where Spotify knows none."""
        market = {} if item_type == "artist" else _market()
        return self._call(item_type, caller, lambda spotify: getattr(spotify, item_type)(spotify_id, **market))

    def many(self, item_type: str, ids: Sequence[str], caller: Caller) -> Json:
        """A batch of at most `BATCH_SIZES`. Raises NotAllowed in development mode, which is remembered.

        A batch has no 404 of its own (unknown IDs are nulls in it): it means that the endpoint is gone.
        """
        name = f"{item_type}s"
        market = {} if item_type == "artist" else _market()
        try:
            answer = self._call(name, caller, lambda spotify: getattr(spotify, name)(list(ids), **market))
        except (NotAllowed, NotFound) as error:
            self._learn_mode("development")
            raise NotAllowed(name) from error
        self._learn_mode("extended")
        return answer

    def album_tracks(self, album_id: str, offset: int, caller: Caller) -> Json:
        return self._call(
            "album tracks",
            caller,
            lambda spotify: spotify.album_tracks(album_id, limit=ALBUM_TRACKS_PAGE, offset=offset, **_market()),
        )

    def search(self, query: str, types: Sequence[str], limit: int, offset: int, caller: Caller) -> Json:
        asked = {"q": query, "type": ",".join(types), "limit": min(limit, self.page_size()), "offset": offset}
        try:
            return self._call("search", caller, lambda spotify: spotify.search(**asked, **_market()))
        except NotFound as error:
            # What matches nothing is an empty page: nothing may be remembered of this.
            raise BadAnswer("a search that is not found") from error

    def artist_albums(self, artist_id: str, limit: int, offset: int, caller: Caller) -> Json:
        country = {"country": settings.SPOTIFY_MARKET} if settings.SPOTIFY_MARKET else {}
        return self._call(
            "artist albums",
            caller,
            lambda spotify: spotify.artist_albums(
                artist_id, include_groups=_GROUPS, limit=limit, offset=offset, **country
            ),
        )

    def artist_top_tracks(self, artist_id: str, caller: Caller) -> Json:
        country = settings.SPOTIFY_MARKET or "US"
        return self._call(
            "artist top tracks", caller, lambda spotify: spotify.artist_top_tracks(artist_id, country=country)
        )

    def new_releases(self, caller: Caller) -> Json:
        return self._call("new releases", caller, lambda spotify: spotify.new_releases(limit=TOP_ITEMS))

    def recommendations(self, artist_ids: Sequence[str], genres: Sequence[str], caller: Caller) -> Json:
        """Tracks for at most five seeds, artists first."""
        artists = list(artist_ids)[:5]
        seeds = {"seed_artists": artists, "seed_genres": list(genres)[: 5 - len(artists)]}
        return self._call("recommendations", caller, lambda spotify: spotify.recommendations(**seeds, limit=TOP_ITEMS))

    # --- a person ----------------------------------------------------------------------------------------------------

    def me(self, caller: Caller) -> Json:
        return self._call("me", caller, lambda spotify: spotify.me())

    def recently_played(self, caller: Caller) -> Json:
        return self._call(
            "recently played", caller, lambda spotify: spotify.current_user_recently_played(limit=RECENT_PLAYS)
        )

    def top(self, items: str, time_range: str, caller: Caller) -> Json:
        """Top ``artists`` or ``tracks`` of a time range."""
        return self._call(
            f"top {items}",
            caller,
            lambda spotify: getattr(spotify, f"current_user_top_{items}")(limit=TOP_ITEMS, time_range=time_range),
        )

    def my_playlists(self, caller: Caller) -> Json:
        return self._call("my playlists", caller, lambda spotify: spotify.current_user_playlists(limit=50))


def _made(endpoint: str, caller: Caller, result: str) -> None:
    metrics.call_made(endpoint, result)
    caller.called(endpoint)


def _market() -> dict[str, str]:
    return {"market": settings.SPOTIFY_MARKET} if settings.SPOTIFY_MARKET else {}


def _granted(ask: Callable[[], Any]) -> Grant:
    try:
        answer = ask()
        return Grant(str(answer["access_token"]), int(answer.get("expires_in", 3600)), answer.get("refresh_token"))
    except SpotifyOauthError as error:
        if error.error == "invalid_grant":
            raise Revoked("invalid_grant") from None
        if str(error.error) in {"invalid_client", "unauthorized_client"}:
            raise CredentialsRefused(str(error.error)) from None
        raise Unavailable(f"accounts service: {error.error or 'error'}") from None
    except requests.RequestException as error:
        raise Unavailable(f"accounts service: {type(error).__name__}") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer(f"accounts service: {type(error).__name__}") from None


def _retry_after(error: SpotifyException) -> float:
    try:
        return max(0.0, float(error.headers.get("Retry-After", DEFAULT_RETRY_AFTER)))
    except (TypeError, ValueError):
        return DEFAULT_RETRY_AFTER


def _meaning(error: SpotifyException) -> SpotifyError:
    """The one place where a status becomes an error of the family."""
    status = error.http_status
    if status == 429:
        used_up = error.reason == "QUOTA_EXCEEDED"
        named = "Retry-After" in error.headers
        seconds = QUOTA_EXCEEDED_SECONDS if used_up and not named else _retry_after(error)
        return RateLimited(seconds, by_spotify=True)
    if status == 401:
        return TokenRefused("access token refused")
    if status == 403:
        return NotAllowed("403")
    if status == 404 and "json" not in error.headers.get("Content-Type", ""):
        # A proxy's, or from beside the API where SPOTIFY_API_URL is wrong: nothing to be remembered of an item.
        return BadAnswer("a 404 that is not the Web API's")
    if status == 404 or (status == 400 and "invalid base62 id" in str(error.msg).lower()):
        return NotFound(str(status))
    return Unavailable(f"status {status}")
