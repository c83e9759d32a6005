"""``make rehearse``: a whole Muse under a real Prometheus, for some minutes in which all that happens which dashboard
and alerts are about.

Two gunicorn processes, two Celery workers and beat on servers of their own; people with browsers and phones; the warmer
in its quiet hours, and killed in the middle; a gunicorn process that is replaced; a 429; a Spotify that fails; the
cache's Redis gone, then PostgreSQL. At the end Prometheus is asked for every panel of the dashboard, and what was sent
is looked for in the logs.
"""
