"""A second person's word before many persons' whole numbers leave (registers/operations/releasing.py)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registers.models
from accounts.triggers import keep_in_book


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0006_files_deleted_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "register",
                    models.CharField(choices=registers.models.register_titles, max_length=20, verbose_name="登记表"),
                ),
                ("at", models.DateTimeField(verbose_name="申请时间")),
                ("reason", models.CharField(max_length=200, verbose_name="用途")),
                ("paths", models.JSONField(verbose_name="范围")),
                ("rows", models.PositiveIntegerField(verbose_name="人数")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待同意"), ("agreed", "已同意"), ("refused", "不同意")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("opinion", models.CharField(blank=True, max_length=200, verbose_name="答复")),
                ("opens_until", models.DateTimeField(null=True, verbose_name="可导出至")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="申请人"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
            ],
            options={
                "verbose_name": "完整号码导出",
                "verbose_name_plural": "完整号码导出",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("by")), _negated=True),
                        name="release_by_a_second_person",
                        violation_error_message="申请导出完整号码的人不能自己同意，请由另一人办理。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("opens_until", None), ("state", "waiting")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("opens_until", None),
                                ("state", "refused"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("opens_until__isnull", False),
                                ("state", "agreed"),
                            ),
                            _connector="OR",
                        ),
                        name="release_decided_or_waiting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("register", "by"), name="release_asked_once"
                    ),
                ],
            },
        ),
        keep_in_book("registers_numberrelease"),
    ]
