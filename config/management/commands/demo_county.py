"""manage.py demo_county [--today YYYY-MM-DD]: fill an empty database with the invented county 云岭县."""

import os
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.demo import COUNTY_CODE, COUNTY_NAME
from config.demo.load import load
from unions.models import Organisation


class Command(BaseCommand):
    help = "在空库中建立虚构的演示县（云岭县）。已有演示县时什么也不做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD", help="演示县以哪一天为今天"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        there = Organisation.objects.everywhere("is this database empty?").exclude(code=COUNTY_CODE)
        if there.filter(parent__code=COUNTY_CODE).exists():
            self.stdout.write(f"演示县已经建好：{COUNTY_NAME}。")
            return
        if there.exists():
            raise CommandError("这个数据库里已有别的县的数据，不能再建演示县。请换一个空库。")
        told = os.environ.get("SHUANGLIANG_TODAY")
        today = options["today"] or (date.fromisoformat(told) if told else timezone.localdate())
        load(today, self.stdout.write)
