"""Settings of Muse. Everything that differs between places comes from the environment and is read here, once (R52)."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_guid.integrations import CeleryIntegration

from muse import environment as env
from muse import logs
from muse.api.endings import Ending

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The place Muse runs in ------------------------------------------------------------------------------------------
DEBUG = env.read("DEBUG", env.boolean, "false")
SECRET_KEY = env.read("SECRET_KEY", env.required, "insecure-key-for-development-only" if DEBUG else "")
PORT = env.read("PORT", env.positive, "8000")
BASE_URL = env.read("BASE_URL", env.web_address, f"http://127.0.0.1:{PORT}")
_base = urlsplit(BASE_URL)
IS_HTTPS = _base.scheme == "https"
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", env.words, f"{_base.hostname},127.0.0.1,localhost")
# How many trusted proxies append to X-Forwarded-For: whom a rate limit counts hangs on it.
NUM_PROXIES = env.read("NUM_PROXIES", env.natural, "0")
# Sites whose pages may call the API from a browser; none, unless an operator names them.
API_CORS_ORIGINS = env.read("API_CORS_ORIGINS", env.origins, "")
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"]

# --- PostgreSQL and Redis --------------------------------------------------------------------------------------------
DATABASES = {"default": env.read("DATABASE_URL", env.database, "postgresql:///muse")}
DATABASES["default"]["ENGINE"] = "muse.postgres"
# For every process. What DATABASE_URL says of these (postgresql://...?connect_timeout=10) comes first.
# A server that is gone, or a network that swallows packets, is noticed by the kernel: an idle connection is asked after
# 10 s, and given up after three answers that did not come; what was sent has to be acknowledged within 10 s.
_connecting = {
    "connect_timeout": 3,  # seconds; psycopg takes no less than 2
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,  # seconds
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}
# One small pool of connections per process (psycopg_pool) instead of one connection per thread. Whoever finds none free
# waits 2 s. After an outage it looks again within a second: the waits between its attempts double until it gives up,
# and the next page begins anew.
_pool = {"min_size": 1, "max_size": 16, "timeout": 2, "reconnect_timeout": 1}
DATABASES["default"]["OPTIONS"] = _connecting | DATABASES["default"].get("OPTIONS", {}) | {"pool": _pool}  # type: ignore[operator]
# For processes that serve pages (`muse.wsgi`), not for commands, migrations and tasks, which may take their time. All
# in seconds. A page that has waited so long for an answer doubts that there will be one, and has a thread ask whether
# the server answers at all (`muse.postgres`); where it does not, the page is a 503 after the two together...
DATABASE_SILENCE_SECONDS = 1.0
DATABASE_QUESTION_SECONDS = 1.5
# ... and where it does, PostgreSQL itself ends what takes too long: the slowest statement of a page takes tens of
# milliseconds; deleting an account with 20,000 reviews takes 10 s, all its statements together.
DATABASE_STATEMENT_SECONDS = 15.0
# A row is held for milliseconds, unless whoever holds it hangs; and such a one is made to let go.
DATABASE_LOCK_SECONDS = 2.5
DATABASE_IDLE_TRANSACTION_SECONDS = 30.0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.read("REDIS_URL", env.redis_address, "redis://127.0.0.1:6379/0")
SESSION_REDIS_URL = env.read("SESSION_REDIS_URL", env.redis_address, "redis://127.0.0.1:6379/1")
CELERY_BROKER_URL = env.read("CELERY_BROKER_URL", env.broker_address, "redis://127.0.0.1:6379/2")
# Redis that does not answer must not hold a page: past this, reads go on without it (R74).
REDIS_TIMEOUT_SECONDS = 0.25


def _redis_cache(location: str, prefix: str) -> dict[str, object]:
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": location,
        "KEY_PREFIX": prefix,
        "OPTIONS": {
            "CLIENT_CLASS": "django_redis.client.DefaultClient",
            "SOCKET_CONNECT_TIMEOUT": REDIS_TIMEOUT_SECONDS,
            "SOCKET_TIMEOUT": REDIS_TIMEOUT_SECONDS,
            "CONNECTION_POOL_KWARGS": {"max_connections": 64, "health_check_interval": 30},
        },
    }


# The cache may evict anything; sessions, in an instance of their own, nothing.
CACHES = {"default": _redis_cache(REDIS_URL, "muse"), "sessions": _redis_cache(SESSION_REDIS_URL, "session")}
CACHES["sessions"]["OPTIONS"] |= {"SERIALIZER": "django_redis.serializers.json.JSONSerializer"}  # type: ignore[operator]
SESSION_ENGINE = "accounts.sessions"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # the redirect back from Spotify must carry it

# --- Spotify ---------------------------------------------------------------------------------------------------------
SPOTIPY_CLIENT_ID = env.read("SPOTIPY_CLIENT_ID", env.text, "")
SPOTIPY_CLIENT_SECRET = env.read("SPOTIPY_CLIENT_SECRET", env.text, "")
SPOTIFY_API_URL = env.read("SPOTIFY_API_URL", env.web_address, "https://api.spotify.com/v1")
SPOTIFY_ACCOUNTS_URL = env.read("SPOTIFY_ACCOUNTS_URL", env.web_address, "https://accounts.spotify.com")
SPOTIFY_QUOTA_MODE = env.read("SPOTIFY_QUOTA_MODE", env.one_of("auto", "development", "extended"), "auto")
SPOTIFY_RATE_LIMIT = env.read("SPOTIFY_RATE_LIMIT", env.positive, "90")
SPOTIFY_MARKET = env.read("SPOTIFY_MARKET", env.market, "")
# When popular content may be fetched ahead (UTC); empty: the hours in which few people read, learned from the traffic.
SPOTIFY_WARMING_HOURS = env.read("SPOTIFY_WARMING_HOURS", env.hours, "")
SPOTIFY_CONNECT_TIMEOUT_SECONDS = 1.0
SPOTIFY_READ_TIMEOUT_SECONDS = 3.0
# Without keys of their own, tokens are sealed with one drawn from SECRET_KEY: never in the clear (R70).
_derived_key = base64.urlsafe_b64encode(hashlib.sha256(b"muse spotify tokens" + SECRET_KEY.encode()).digest()).decode()
SPOTIFY_TOKEN_KEYS = env.read("SPOTIFY_TOKEN_KEYS", env.fernet_keys, _derived_key)

# --- Applications ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "muse.apps.MuseConfig",
    "accounts.apps.AccountsConfig",
    "reviews.apps.ReviewsConfig",
    "playlists.apps.PlaylistsConfig",
    "spotify_cache.apps.SpotifyCacheConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "social_django",
    "django_htmx",
    "django_celery_beat",
    "django_guid",
    "django_prometheus",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "corsheaders",
]

MIDDLEWARE = [
    "muse.middleware.RequestIdMiddleware",
    "muse.metrics.requests.MeasuringMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "muse.api.versions.EndingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "muse.compression.CompressionMiddleware",
    "muse.api.caching.ConditionalReadsMiddleware",
    "muse.middleware.BodySizeMiddleware",
    "muse.middleware.PrivateUnlessSaidMiddleware",
    "muse.middleware.CanonicalLoopbackMiddleware",
    "muse.speculation.SpeculationRulesMiddleware",
    "accounts.middleware.SessionMiddleware",
    "accounts.reading_zone.TimeZoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.WriteLimitMiddleware",
    "accounts.middleware.SpotifyShareMiddleware",
    "accounts.middleware.SpotifySignInErrorMiddleware",
    "muse.metrics.bounded.AfterMiddleware",
]

ROOT_URLCONF = "muse.urls"
WSGI_APPLICATION = "muse.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "muse.context.site",
            ],
        },
    }
]

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SpotifyOAuth2", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"

SOCIAL_AUTH_JSONFIELD_ENABLED = True
SOCIAL_AUTH_SPOTIFY_KEY = SPOTIPY_CLIENT_ID
SOCIAL_AUTH_SPOTIFY_SECRET = SPOTIPY_CLIENT_SECRET
# The writing scopes are asked for only when something is written (spotify.md).
SOCIAL_AUTH_SPOTIFY_SCOPE = [
    "user-read-private",
    "user-top-read",
    "user-read-recently-played",
    "user-library-read",
    "playlist-read-private",
]
SOCIAL_AUTH_SPOTIFY_USE_PKCE = True
SOCIAL_AUTH_SPOTIFY_REQUESTS_TIMEOUT = (SPOTIFY_CONNECT_TIMEOUT_SECONDS, SPOTIFY_READ_TIMEOUT_SECONDS)
SOCIAL_AUTH_STRATEGY = "accounts.strategy.MuseStrategy"
SOCIAL_AUTH_LOGIN_ERROR_URL = "/login"
SOCIAL_AUTH_REDIRECT_IS_HTTPS = IS_HTTPS
SOCIAL_AUTH_PIPELINE = (
    "social_core.pipeline.social_auth.social_details",
    "social_core.pipeline.social_auth.social_uid",
    # Not social_core's own steps from here on: they would store the tokens in the clear (R70).
    "accounts.pipeline.connect_listener",
    "accounts.pipeline.greet",
)

# --- Mail ------------------------------------------------------------------------------------------------------------
EMAIL_URL = env.read("EMAIL_URL", env.mail_server, "consolemail://")
vars().update(EMAIL_URL)
EMAIL_TIMEOUT = 10  # seconds: a mail server that hangs must not hold a page for long
DEFAULT_FROM_EMAIL = env.read("DEFAULT_FROM_EMAIL", env.text, f"Muse <muse@{_base.hostname}>")

# --- Language, time, files -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only the hashed names are served, and source maps are not worth compressing.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "woff", "woff2", "gz", "br", "ico", "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "muse.static_files.StaticFilesStorage"
    },
}

# --- Celery ----------------------------------------------------------------------------------------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a worker killed in the middle of a task loses nothing (R74)
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
# A worker that is asked to quit lets its tasks end for so long (seconds), then gives them back to the broker.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 4.0
CELERY_TASK_PUBLISH_RETRY = False  # a page never waits for a broker that is gone
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 1, "visibility_timeout": 600}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = "UTC"

# --- REST ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.rest.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticatedOrReadOnly",
        "accounts.rest.permissions.TokenMayDoThis",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.rest.throttles.WriteThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["muse.api.rendering.ApiRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.rest.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "accounts.rest.pagination.CursorPagination",
    "DEFAULT_METADATA_CLASS": "accounts.rest.metadata.NoMetadata",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "muse.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # one representation, chosen by Accept
}
KNOX_TOKEN_MODEL = "accounts.AccessToken"
MIGRATION_MODULES = {"knox": None}  # its own make a table for the model that ours stands in for
REST_KNOX = {
    "TOKEN_MODEL": KNOX_TOKEN_MODEL,
    "TOKEN_PREFIX": "muse_",  # scanners of public code know a secret by its prefix
    "TOKEN_TTL": timedelta(days=90),
    "AUTH_HEADER_PREFIX": "Bearer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Muse",
    "DESCRIPTION": (
        "Rate, review and collect music on top of Spotify. Read this at [/api/redoc/](/api/redoc/), try it at "
        "[/api/docs/](/api/docs/).\n\n"
        "What comes from Spotify says how far it can be trusted: `state`, `fetched_at`, `expires_at`. While it is "
        "being fetched the answer is 202, and 503 where Spotify cannot be asked; both say in `Retry-After` when to "
        "ask again. In lists, what is missing is named by reason. Every answer has an `ETag`: with it in "
        "`If-None-Match`, what did not change costs a 304 without a body. Every error is a problem (RFC 9457)."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {"spotify_id": {"type": "string", "pattern": "^[0-9A-Za-z]{22}$"}},
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # those are for who reads the code
    "ENUM_NAME_OVERRIDES": {
        "State": "spotify_cache.api.STATES",
        "ItemType": "reviews.models.ItemType.choices",
        "ReleaseGroup": "spotify_cache.api.RELEASE_GROUPS",
        "Visibility": "accounts.visibility.Visibility.choices",
        "ListeningPeriod": "muse.api.me.dashboard.PERIODS",
        "NotificationVerb": "accounts.models.Notification.Verb",
        "Theme": "accounts.models.UserPreferences.Theme",
        "Digest": "accounts.models.UserPreferences.Digest",
        "FollowState": "accounts.api.FOLLOW_STATES_SAID",
        "FeedEntryKind": "muse.api.people.feed.KINDS",
        "TokenKind": "accounts.rest.models.AccessToken.Kind",
        "TokenScope": "accounts.rest.models.AccessToken.Scope",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "muse.api.schema.describe_tags_and_parameters",
        "muse.api.schema.add_bodies_of_deletions",
        "muse.api.schema.add_problems",
        "muse.api.versions.mark_deprecated",
        "muse.api.schema.add_common_parameters",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Versions that end, by what their addresses begin with, such as
# {"/api/v1/": Ending(deprecated=date(2028, 1, 1), sunset=date(2029, 1, 1), successor="/api/v2/")}.
API_ENDINGS: dict[str, Ending] = {}

# Other sites' pages as clients of the API (CORS): by a token alone, as no cookie goes with what they send. While there
# are none, no answer varies by Origin: caches would keep one for each.
CORS_ALLOWED_ORIGINS = API_CORS_ORIGINS
CORS_URLS_REGEX = r"^/api/" if API_CORS_ORIGINS else r"(?!)"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-ID"]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Location", "Link", "Retry-After", "X-Request-ID", "RateLimit", "RateLimit-Policy"),
    *("Idempotency-Replayed", "Deprecation", "Sunset"),
]
CORS_PREFLIGHT_MAX_AGE = 2 * 60 * 60  # seconds; browsers take no more

# --- Safety ----------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = False  # htmx sends it back as a header
CSRF_FAILURE_VIEW = "muse.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes, of any body; the longest form is a review


def _artwork_sources() -> list[str]:
    """Where artwork may come from: Spotify's image hosts, and any port of a Spotify named by SPOTIFY_API_URL."""
    hosts = ["https://*.scdn.co", "https://*.spotifycdn.com"]
    api = urlsplit(SPOTIFY_API_URL)
    if api.hostname != "api.spotify.com":
        hosts.append(f"{api.scheme}://{api.hostname}:*")
    return hosts


CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_artwork_sources()],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, f"{urlsplit(SPOTIFY_ACCOUNTS_URL).scheme}://{urlsplit(SPOTIFY_ACCOUNTS_URL).netloc}"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# --- Watching --------------------------------------------------------------------------------------------------------
# What takes longer is named in the log, once a request (`muse.metrics.requests`).
SLOW_REQUEST_SECONDS = env.read("SLOW_REQUEST_MS", env.positive, "1000") / 1000
SLOW_QUERY_SECONDS = env.read("SLOW_QUERY_MS", env.positive, "200") / 1000
# Of django-prometheus' histograms, PostgreSQL's queries among them: its own have none below 10 ms and many above 1 s.
PROMETHEUS_LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, float("inf"))
# Of so many page views, browsers say how fast they were (`muse.metrics.page_times`).
PAGE_TIMES_SHARE = env.read("PAGE_TIMES_SHARE", env.share, "0.1")

# Libraries that would log a bearer token at DEBUG are held at INFO whatever the root says (R70).
# Every line names the request that it belongs to, a worker's the one that queued the task.
LOG_FORMAT = logs.wanted()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "refusals": {"()": "muse.logs.RefusalsWithoutTraceback"},
        "request_id": {"()": "muse.logs.RequestId"},
        "calls": {"()": "muse.logs.CallsWithoutParameters"},
        "of_request": {"()": "muse.logs.OfRequest"},
    },
    "formatters": {"lines": {"()": "muse.logs.formatter", "name": LOG_FORMAT}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["request_id", "of_request"]}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "spotipy": {"level": "WARNING"},
        # Of Celery's pool, such as that a process of it was killed. It lets nothing through to the root.
        "multiprocessing": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "spotipy.client": {"filters": ["calls"]},
        "urllib3": {"level": "INFO"},
        "requests_oauthlib": {"level": "WARNING"},
        "social": {"level": "INFO"},
        "django_guid": {"level": "WARNING"},  # it would say of every request and task what its ID is
        "django.request": {"filters": ["refusals"]},
        "django.security": {"filters": ["refusals"]},
        "django.security.DisallowedHost": {"filters": ["refusals"]},
        "django.security.RequestDataTooBig": {"filters": ["refusals"]},
        "django.security.TooManyFieldsSent": {"filters": ["refusals"]},
    },
}

# One ID per request; `muse.middleware.RequestIdMiddleware` sees to it that what came in the header is well-formed.
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "VALIDATE_GUID": False,
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}

if bool(SPOTIPY_CLIENT_ID) != bool(SPOTIPY_CLIENT_SECRET):
    missing = "SPOTIPY_CLIENT_SECRET" if SPOTIPY_CLIENT_ID else "SPOTIPY_CLIENT_ID"
    raise ImproperlyConfigured(f"{missing}: must be set together with the other Spotify credential")
