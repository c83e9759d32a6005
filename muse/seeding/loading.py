"""Rows into PostgreSQL by COPY: the quickest way in, under the same constraints as any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault


def next_key(model: type[models.Model]) -> int:
    """The first of the keys above all that are there."""
    highest: int | None = model._default_manager.aggregate(highest=models.Max("pk"))["highest"]
    return (highest or 0) + 1


def copy(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write ``rows`` of the fields ``names``; all other fields have their defaults. Returns how many were written."""
    named = [model._meta.get_field(name) for name in names]
    rest = [field for field in model._meta.local_concrete_fields if field not in named and not field.primary_key]
    # A default that only PostgreSQL knows comes by leaving the column out.
    others = [field for field in rest if not isinstance(_default(field), DatabaseDefault)]
    defaults = tuple(_default(field) for field in others)
    columns = ", ".join(f'"{field.column}"' for field in [*named, *others])  # type: ignore[union-attr]
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row((*row, *defaults))
            count += 1
    return count


def continue_keys(*tables: type[models.Model]) -> None:
    """Let PostgreSQL go on above the keys that were written by hand."""
    with connection.cursor() as cursor:
        for model in tables:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f'SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT max("{key}") FROM "{table}"))', [table, key]
            )


@contextmanager
def without_triggers(*tables: type[models.Model]) -> Iterator[None]:
    """The triggers of Muse rest while rows come in with their counts; those that hold foreign keys do not.

    Within a transaction: nobody else writes into these tables meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or a million checks would wait in memory for the commit
        for model in tables:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
        yield
        for model in tables:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')


def analyse(*tables: type[models.Model]) -> None:
    """Let the planner know how large the tables are now."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _default(field: models.Field[Any, Any]) -> Any:
    value = field.pre_save(field.model(), add=True)
    return value if isinstance(value, DatabaseDefault) else field.get_prep_value(value)
