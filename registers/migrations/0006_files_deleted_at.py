from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_analyze_in_the_middle")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="files_deleted_at",
            field=models.DateTimeField(null=True, verbose_name="文件删除时间"),
        ),
    ]
