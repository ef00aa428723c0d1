from django.db import migrations

from samsyn.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        append_only("meetings_paperversion"),
        append_only("meetings_rollevent"),
        append_only("meetings_decisionfollowup"),
        append_only("meetings_correction"),
    ]
