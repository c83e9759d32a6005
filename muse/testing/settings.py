"""Settings of the test run: those of Muse, on throw-away servers that importing this module starts.

Importing is the one moment that is sure to come before Django is set up in every process of the run.
"""

from muse.testing import servers

SERVERS = servers.start()

from muse.settings import *  # noqa: E402, F403
from muse.settings import ALLOWED_HOSTS, STORAGES  # noqa: E402
from spotify_cache import metrics  # noqa: E402

# `testserver` is Django's test client; the live server answers on loopback.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Counts are sent when a test asks for it: its round trips are those of the page.
metrics.FLUSH_SECONDS = float("inf")
# Browsers tell how fast pages were when a test is about that.
PAGE_TIMES_SHARE = 0.0
# Hashing on purpose slow would be most of the time of a test that makes people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What `collectstatic` writes is not for the checkout.
STATIC_ROOT = SERVERS.directory / "staticfiles"
STATIC_ROOT.mkdir()
# Hashed names need a collectstatic first; `muse/tests/test_launch.py` runs the real thing.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
