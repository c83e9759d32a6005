"""The database backend: django-prometheus' own over Django's, with connections that are worth having."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django_prometheus.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from muse.postgres.connection import Connection
from muse.postgres.reachability import reachability


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, settings_dict: dict[str, Any], *arguments: Any, **options: Any) -> None:
        super().__init__(settings_dict, *arguments, **options)
        if pool := settings_dict["OPTIONS"].get("pool"):
            pool.setdefault("connection_class", Connection)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One out of the pool that its server has not closed meanwhile.

        Raises:
            psycopg.OperationalError: the server is known to be away, or there was none in time.
        """
        if self.pool is None:
            return super().get_new_connection(conn_params)
        if reachability.is_silent or (reachability.is_refusing and not self.pool.get_stats()["pool_available"]):
            raise psycopg.OperationalError("PostgreSQL is away")
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except PoolTimeout:
                reachability.doubt()
                raise
            if not connection.has_ended():
                return connection
            # After a restart the pool is full of these. It makes another for each, in a thread of its own.
            connection.close()
            self.pool.putconn(connection)

    def _configure_connection(self, connection: Any) -> bool:
        commit: bool = super()._configure_connection(connection)
        if Connection.serves_pages:
            bounds = (
                ("statement_timeout", settings.DATABASE_STATEMENT_SECONDS),
                ("lock_timeout", settings.DATABASE_LOCK_SECONDS),
                ("idle_in_transaction_session_timeout", settings.DATABASE_IDLE_TRANSACTION_SECONDS),
            )
            sets = ", ".join("set_config(%s, %s, false)" for _bound in bounds)
            values = [part for name, seconds in bounds for part in (name, f"{round(seconds * 1000)}ms")]
            connection.execute(f"SELECT {sets}", values)
        return commit
