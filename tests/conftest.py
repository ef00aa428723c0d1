"""What every test stands on: a configuration of its own, and a database whose append-only tables can be emptied."""

import os
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings

_data = tempfile.TemporaryDirectory(prefix="samsyn-tests-")
os.environ.setdefault("SAMSYN_MODE", "test")
os.environ.setdefault("SAMSYN_SECRET_KEY", "for-tests-only-" + "x" * 50)
os.environ["SAMSYN_DATA"] = _data.name
# Set up here, not named in pyproject.toml: pytest-django would read the settings before this file says the mode.
os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.web.settings"
django.setup()
# No test asserts a wall-clock time, whatever else the machine does.
settings.register_profile("samsyn", settings(), deadline=None)
settings.load_profile("samsyn")

SHARED = Path(__file__).parents[2] / "shared"
APPEND_ONLY = (
    "audit_auditentry",
    "plans_planversion",
    "plans_indicatorvalue",
    "plans_followup",
    "plans_report",
    "insights_snapshot",
    "insights_run",
    "insights_runsource",
    "meetings_paperversion",
    "meetings_rollevent",
    "meetings_decisionfollowup",
    "meetings_correction",
    "priorities_objectprogress",
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the folder of real data {SHARED.name}/ is not beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """A file, not memory: threads must meet the locks that they meet in production (each worker has its own)."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{_data.name}/tests.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_flushed():
    """A test with real transactions ends with a flush, which on SQLite is a DELETE that our triggers refuse."""
    from django.db import connection
    from django.db.backends.base.operations import BaseDatabaseOperations

    from samsyn.foundation.append_only import create_triggers, drop_triggers

    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(self, sql_list):
        tables = [table for table in APPEND_ONLY if table in self.connection.introspection.table_names()]
        with self.connection.schema_editor() as editor:
            for table in tables:
                drop_triggers(editor, table)
        flush(self, sql_list)
        with self.connection.schema_editor() as editor:
            for table in tables:
                create_triggers(editor, table)

    if connection.vendor != "sqlite":
        yield
        return
    BaseDatabaseOperations.execute_sql_flush = flush_all
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session")
def _installation_template(tmp_path_factory):
    from tests.installation import Template

    template = Template(tmp_path_factory.mktemp("template"))
    yield template
    template.remove()


@pytest.fixture(scope="session")
def _demo_template(tmp_path_factory):
    from tests.installation import Template

    load = "from samsyn.demo.load import load\nload(at=now)"
    template = Template(tmp_path_factory.mktemp("demo"), fill=load)
    yield template
    template.remove()


@pytest.fixture
def demo_installation(_demo_template, tmp_path):
    """The same, with the demonstration region in it."""
    with _demo_template.copy(tmp_path / "demo") as made:
        yield made


@pytest.fixture
def installation(_installation_template, tmp_path):
    """A whole installation of its own, to be used from outside as processes."""
    with _installation_template.copy(tmp_path / "installation") as made:
        yield made
