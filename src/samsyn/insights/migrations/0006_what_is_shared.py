"""A shared run keeps what everybody sees of it. What was shared before has no such thing and is taken back."""

import django.db.models.deletion
from django.db import migrations, models


def take_back(apps, schema_editor):
    apps.get_model("insights", "RunShare").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_snapshot_drafts"), ("files", "0001_initial")]

    operations = [
        migrations.RunPython(take_back, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="runshare",
            name="result",
            field=models.ForeignKey(
                default=0, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
            preserve_default=False,
        ),
    ]
