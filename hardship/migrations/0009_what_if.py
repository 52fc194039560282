"""A what-if of many files is a job's: its question and its answer for a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.triggers import keep_in_book


class Migration(migrations.Migration):
    dependencies = [
        ("hardship", "0008_balancing_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="发起时间")),
                ("query", models.TextField(verbose_name="试算的数字")),
                ("places", models.JSONField(default=list, verbose_name="范围")),
                ("result_sealed", models.TextField(blank=True, editable=False, verbose_name="结果")),
                ("made_at", models.DateTimeField(null=True, verbose_name="算完时间")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="保留至")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="试算人",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hardship.reliefprogramme",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "调整试算",
                "verbose_name_plural": "调整试算",
                "ordering": ["-id"],
            },
        ),
        keep_in_book("hardship_whatif", ("result_sealed",)),
    ]
