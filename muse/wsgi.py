"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muse.settings")

application = get_wsgi_application()

from muse.postgres.connection import Connection  # noqa: E402  (it needs the settings)

Connection.serves_pages = True
