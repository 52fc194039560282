"""A batch is sent, a return file is kept, the auditor takes a package; who had a hand in it does not pay."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.triggers import keep_in_book, keep_in_book_anew
from hardship.triggers.money import BATCH_BEFORE_SENT, BATCH_SENT


class Migration(migrations.Migration):
    dependencies = [
        ("hardship", "0003_drafted_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="bankreturn",
            name="file_sealed",
            field=models.TextField(blank=True, editable=False, verbose_name="回盘文件"),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="sent_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="送交人",
            ),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="sent_on",
            field=models.DateField(editable=False, null=True, verbose_name="交银行日期"),
        ),
        migrations.CreateModel(
            name="AuditPackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="发起时间")),
                ("first", models.DateField(verbose_name="起始日期")),
                ("last", models.DateField(verbose_name="截止日期")),
                ("with_documents", models.BooleanField(default=True, verbose_name="附申请材料")),
                ("reason", models.CharField(max_length=100, verbose_name="用途")),
                ("payments", models.PositiveIntegerField(default=0, verbose_name="发放笔数")),
                ("documents", models.PositiveIntegerField(default=0, verbose_name="材料份数")),
                ("bytes", models.PositiveBigIntegerField(default=0, verbose_name="大小")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("stored_as", models.CharField(blank=True, max_length=60)),
                ("made_at", models.DateTimeField(null=True, verbose_name="生成时间")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="保留至")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="索取人",
                    ),
                ),
            ],
            options={
                "verbose_name": "审计材料",
                "verbose_name_plural": "审计材料",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="auditpackage_ends_after_it_starts",
                        violation_error_message="截止日期不能早于起始日期。",
                    )
                ],
            },
        ),
        # The returned file holds names and accounts: never in the book.
        keep_in_book_anew("hardship_bankreturn", (), ("file_sealed",)),
        keep_in_book("hardship_auditpackage", ("stored_as",)),
        migrations.RunSQL(BATCH_SENT, BATCH_BEFORE_SENT),
    ]
