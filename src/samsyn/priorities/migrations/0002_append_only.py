from django.db import migrations

from samsyn.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("priorities", "0001_initial")]

    operations = [append_only("priorities_objectprogress")]
