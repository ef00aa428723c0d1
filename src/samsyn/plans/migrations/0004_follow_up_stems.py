"""What is said in follow-ups is found by word forms too: each entry keeps the stems of its words."""

from django.db import migrations, models

from samsyn.foundation.append_only import create_triggers, drop_triggers
from samsyn.plans.search import stems

TABLE = "plans_followup"
WORDS = ("text", "evidence", "consequence", "action", "effect_text")


def fill(apps, schema_editor):
    """No word of an entry changes: what is added can be made anew from them."""
    entries = apps.get_model("plans", "FollowUp").objects
    batch = []
    for entry in entries.only("pk", *WORDS).iterator(chunk_size=500):
        entry.stems = stems(*(getattr(entry, name) for name in WORDS))
        batch.append(entry)
        if len(batch) == 500:
            entries.bulk_update(batch, ["stems"])
            batch = []
    entries.bulk_update(batch, ["stems"])


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_import_previous")]

    operations = [
        # The table refuses changes; on SQLite a new column makes the table anew, without what refuses them.
        migrations.RunPython(
            lambda apps, schema_editor: drop_triggers(schema_editor, TABLE),
            lambda apps, schema_editor: create_triggers(schema_editor, TABLE),
        ),
        migrations.AddField("followup", "stems", models.TextField(blank=True, default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(
            lambda apps, schema_editor: create_triggers(schema_editor, TABLE),
            lambda apps, schema_editor: drop_triggers(schema_editor, TABLE),
        ),
    ]
