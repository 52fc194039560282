"""manage.py undo_import ID [--as USERNAME] (registers.md §2)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.refused import Refused
from registers import operations
from registers.management.commands.import_register import user_named
from registers.models import ImportRun


class Command(BaseCommand):
    help = "撤销一次导入：删除它新增的记录，恢复它修改的记录。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, metavar="ID", help="导入记录的编号（import_register 输出的 import）")
        parser.add_argument("--as", dest="username", default="", metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        by = user_named(options["username"])
        runs = ImportRun.objects.all() if by is None else ImportRun.objects.visible_to(by)
        run = runs.filter(pk=options["id"]).first()
        if run is None:
            raise CommandError(f"没有编号为 {options['id']} 的导入记录。")
        try:
            done = operations.undo_import(run, by=by)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已撤销：删除 {done['deleted']} 条新增记录，恢复 {done['restored']} 条修改。")
