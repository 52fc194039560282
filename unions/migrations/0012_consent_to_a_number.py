from django.db import migrations, models

# A consent recorded before says not to which number: it counts no longer, until it is given anew.


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0011_photo_bands"),
    ]

    operations = [
        migrations.AddField(
            model_name="mobileconsent",
            name="number_index",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
