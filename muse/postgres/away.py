"""Errors that mean that PostgreSQL cannot be used at the moment, and not that Muse is at fault."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from psycopg.errors import ReadOnlySqlTransaction
from psycopg_pool import PoolTimeout


def is_away(error: BaseException | None) -> bool:
    """It cannot be reached, or not be written to, as its disk is full or it is a replica that does not lead yet."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout) or isinstance(
        getattr(error, "__cause__", None), ReadOnlySqlTransaction
    )
