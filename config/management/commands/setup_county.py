"""manage.py setup_county --code CODE --name NAME: an empty database made ready (coverage.md §7).

Migrates, makes the county federation's row, the campaign `shuangliang-2012` and the programme `winter-relief` of the
winter that comes. Roles and code lists are code (accounts/duties.py, unions/models).
"""

import re
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.refused import Refused
from campaigns.models import Campaign
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from hardship.models import ReliefProgramme
from hardship.operations import programmes
from hardship.template import WINTER_RELIEF
from unions.operations.organisations import establish_county


class Command(BaseCommand):
    help = (
        "准备一个空数据库：县总工会、活动 shuangliang-2012 和帮扶项目 winter-relief。可以重复运行，不改动已有的内容。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="县总工会的工会编码，6 至 20 位数字")
        parser.add_argument("--name", required=True, help="县总工会的全称")

    def handle(self, *args: Any, **options: Any) -> None:
        code, name = options["code"].strip(), options["name"].strip()
        if not re.fullmatch(r"[0-9]{6,20}", code):
            raise CommandError(f"“{code}”不是工会编码，应为 6 至 20 位数字。")
        if not 0 < len(name) <= 120:
            raise CommandError("请写明县总工会的全称，不超过 120 个字。")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        try:
            county = establish_county(code, name, by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not Campaign.objects.filter(slug=SHUANGLIANG_2012.slug).exists():
            make_from_template(SHUANGLIANG_2012, slug=SHUANGLIANG_2012.slug, name=SHUANGLIANG_2012.name, by=None)
        if not ReliefProgramme.objects.filter(slug=WINTER_RELIEF.slug).exists():
            programmes.make_from_template(
                WINTER_RELIEF,
                slug=WINTER_RELIEF.slug,
                name=WINTER_RELIEF.name,
                year=timezone.localdate().year,
                is_open=True,
                by=None,
            )
        self.stdout.write(
            f"已就绪：{county.name}（{county.code}），活动 {SHUANGLIANG_2012.slug}，帮扶项目 {WINTER_RELIEF.slug}。"
        )
