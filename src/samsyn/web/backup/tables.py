"""Tables as lines of JSON, and back: any model, either database, constant memory."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery

from samsyn.foundation.append_only import create_triggers, drop_triggers

LEFT_OUT = ("sessions.Session", "jobs.Worker")
"""What is true only of the moment: who is signed in, and which workers are at work. A restore ends both."""
MADE_BY_MIGRATIONS = frozenset({"contenttypes.ContentType", "auth.Permission"})
"""Tables that have rows in an installation that nobody has used."""
CHUNK = 2000


def models() -> list[type[Model]]:
    """Every table of ours and of the libraries', those of many-to-many fields among them."""
    every = apps.get_models(include_auto_created=True)
    kept = [model for model in every if model._meta.managed and not model._meta.proxy]
    return [model for model in kept if model._meta.label not in LEFT_OUT]


def left_out() -> list[type[Model]]:
    """The tables that are emptied by a restore, and not filled."""
    return [apps.get_model(label) for label in LEFT_OUT]


def lines(model: type[Model], *, using: str) -> Iterator[bytes]:
    """Every row, in the order of the primary key, each a line."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(dict(zip(names, row, strict=True)), default=_plain, ensure_ascii=False).encode() + b"\n"


def load(model: type[Model], stream: Iterable[bytes]) -> int:
    """Insert rows as they were written, without a default or a clock touching them; their number."""
    fields = list(model._meta.concrete_fields)
    size = min(CHUNK, connection.ops.bulk_batch_size(fields, range(CHUNK)))
    rows = (_row(model, fields, line) for line in stream)
    loaded = 0
    while chunk := list(islice(rows, size)):
        query = InsertQuery(model)
        query.insert_values(fields, chunk, raw=True)
        query.get_compiler(connection=connection).execute_sql()
        loaded += len(chunk)
    return loaded


def empty(every: Iterable[type[Model]]) -> None:
    """Remove every row. Foreign keys are checked when the transaction ends."""
    with connection.cursor() as cursor:
        for model in every:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def in_use() -> str | None:
    """The name of a table that somebody has filled, or None in an unused installation."""
    for model in models():
        if model._meta.label not in MADE_BY_MIGRATIONS and model._base_manager.exists():
            return model._meta.label
    return None


def append_only_tables() -> list[str]:
    """The tables that the database itself keeps from change."""
    catalogue = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_update'",
        "postgresql": (
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = c.relname || '_no_update' AND pg_table_is_visible(c.oid)"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return sorted(row[0] for row in cursor.fetchall())


def lift_append_only(tables: Iterable[str]) -> None:
    """Let them be changed, until `restore_append_only` in the same transaction."""
    editor = connection.schema_editor()
    for table in tables:
        drop_triggers(editor, table)


def restore_append_only(tables: Iterable[str]) -> None:
    editor = connection.schema_editor()
    for table in tables:
        create_triggers(editor, table)


def reset_sequences(every: Iterable[type[Model]]) -> None:
    """Let new rows get numbers above the loaded ones (SQLite does by itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(every)):
            cursor.execute(statement)


def _row(model: type[Model], fields: list[Field], line: bytes) -> Model:
    values = json.loads(line)
    return model(**{field.attname: field.to_python(values[field.attname]) for field in fields})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode("ascii")
    raise TypeError(f"no plain form for {type(value).__name__}")
