"""Who drafted an application entered it, and decides nothing about it (hardship/triggers/steps.py)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hardship.triggers.steps import STEP


class Migration(migrations.Migration):
    dependencies = [
        ("hardship", "0002_walls_and_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reliefapplication",
            name="drafted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="填报人",
            ),
        ),
        # The step before this one wrote the function as it stands here now; a database in use has the older one.
        migrations.RunSQL(STEP, migrations.RunSQL.noop),
    ]
