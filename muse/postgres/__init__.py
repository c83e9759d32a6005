"""Django's backend for PostgreSQL, for a site that answers in time whatever PostgreSQL does.

`base.DatabaseWrapper` is the backend (``ENGINE = "muse.postgres"``), `reachability` what this process knows of the
server, `connection.Connection` a connection of psycopg that does not wait for ever. What the bounds are, and why, is
in `muse.settings`.
"""
