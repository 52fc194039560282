from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_faults_in_rows")]

    operations = [migrations.RemoveField("importrun", "faults_kept")]
