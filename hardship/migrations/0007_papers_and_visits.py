"""Papers have version codes; a stop may be missed with a reason; money on a visit needs a file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.triggers import keep_in_book, keep_in_book_anew
from hardship.triggers import HIDDEN


class Migration(migrations.Migration):
    dependencies = [
        ("hardship", "0006_no_hardship"),
        ("unions", "0015_roster_check_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "困难职工档案表"),
                            ("application", "困难职工帮扶申请表"),
                            ("receipt", "帮扶申请回执"),
                            ("notice", "公示"),
                            ("notice-result", "困难职工帮扶公示结果报告"),
                            ("schedule", "慰问安排表"),
                            ("receipts", "慰问金（品）签领表"),
                            ("payments", "帮扶资金发放表"),
                        ],
                        max_length=16,
                        verbose_name="表种",
                    ),
                ),
                ("row_id", models.BigIntegerField(verbose_name="记录")),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="版本码")),
                ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("printed_on", models.DateField(verbose_name="打印日期")),
            ],
            options={
                "verbose_name": "帮扶表单打印",
                "verbose_name_plural": "帮扶表单打印",
                "ordering": ["-printed_on", "-id"],
            },
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="why_down",
            field=models.CharField(blank=True, editable=False, max_length=120, verbose_name="撤下原因"),
        ),
        migrations.AddField(
            model_name="visitstop",
            name="missed",
            field=models.CharField(blank=True, editable=False, max_length=120, verbose_name="未访到的原因"),
        ),
        migrations.AlterField(
            model_name="publicnotice",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="hardship.document",
                verbose_name="公示照片",
            ),
        ),
        migrations.AlterField(
            model_name="visitstop",
            name="address",
            field=models.CharField(
                blank=True,
                help_text="印在安排表上；由当地工会带路的，不用写门牌。",
                max_length=120,
                verbose_name="慰问地点",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitstop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cash", 0), models.Q(("cash_given__isnull", True), ("cash_given", 0), _connector="OR")),
                    ("file__isnull", False),
                    _connector="OR",
                ),
                name="visitstop_cash_has_its_file",
                violation_error_message="发慰问金的，先要有困难职工档案；没有档案的可以送慰问品。",
            ),
        ),
        migrations.AddField(
            model_name="paperprint",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper_prints",
                to="unions.organisation",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="paperprint",
            name="printed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="打印人",
            ),
        ),
        migrations.AddIndex(
            model_name="paperprint",
            index=models.Index(fields=["kind", "row_id"], name="paperprint_row"),
        ),
        keep_in_book("hardship_paperprint"),
        # Why somebody was not met may tell of an illness.
        keep_in_book_anew("hardship_visitstop", HIDDEN["visitstop"], (*HIDDEN["visitstop"], "missed")),
    ]
