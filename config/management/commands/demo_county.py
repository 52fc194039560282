"""manage.py demo_county [--today YYYY-MM-DD]: fill an empty database with the invented county 云岭县."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from campaigns.management.commands.coverage import day_of
from config.demo import COUNTY_CODE, COUNTY_NAME
from config.demo.load import load
from unions.models import Organisation


class Command(BaseCommand):
    help = "在空库中建立虚构的演示县（云岭县）。已有演示县时什么也不做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", default="", metavar="YYYY-MM-DD", help="演示县以哪一天为今天，默认为当天")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE == "config.settings.prod":
            raise CommandError("演示县的账号和密码是公开的，不能建在正式系统里。")
        if Organisation._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", verbosity=0, interactive=False)
        there = Organisation.objects.everywhere("is this database empty?").exclude(code=COUNTY_CODE)
        if there.filter(parent__code=COUNTY_CODE).exists():
            self.stdout.write(f"演示县已经建好：{COUNTY_NAME}。")
            return
        if there.exists():
            raise CommandError("这个数据库里已有别的县的数据，不能再建演示县。请换一个空库。")
        told = str(options["today"] or os.environ.get("SHUANGLIANG_TODAY", ""))
        today = day_of(told) if told else timezone.localdate()
        if today.year < 2012:
            raise CommandError("演示县从 2012 年开始，请填 2012 年以后的日期。")
        load(today, self.stdout.write)
