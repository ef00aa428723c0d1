from django.db import migrations

from samsyn.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        append_only("plans_planversion"),
        append_only("plans_indicatorvalue"),
        append_only("plans_followup"),
        append_only("plans_report"),
    ]
