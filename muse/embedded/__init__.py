"""PostgreSQL and Redis servers of Muse's own, from pip packages, for ``make run`` and the tests (R50, R51).

Both listen on Unix sockets in private directories only: no port to clash with, no password to leak.
"""

from muse.embedded.errors import EmbeddedServerError
from muse.embedded.postgres import PostgresServer
from muse.embedded.redis_server import RedisServer

__all__ = ["EmbeddedServerError", "PostgresServer", "RedisServer"]
