"""Tables that only grow: the database itself refuses to change or remove their rows."""

from django.db import migrations


def _sqlite(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
    )


def _postgresql(table: str, verb: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$; "
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only();"
    )


def create_triggers(schema_editor, table: str) -> None:
    """Make `table` refuse UPDATE and DELETE. Needs a SQLite or PostgreSQL connection."""
    statement = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(statement(table, verb), params=None)


def drop_triggers(schema_editor, table: str) -> None:
    """Let `table` be changed again: for a restore, which replaces every row inside one transaction."""
    on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes `table` append-only."""
    return migrations.RunPython(
        lambda apps, schema_editor: create_triggers(schema_editor, table),
        lambda apps, schema_editor: drop_triggers(schema_editor, table),
        elidable=False,
    )
