from django.db import migrations

from samsyn.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("insights", "0002_datasets_and_runs")]

    operations = [
        append_only("insights_snapshot"),
        append_only("insights_run"),
        append_only("insights_runsource"),
    ]
