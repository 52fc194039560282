"""manage.py export_register REGISTER FILE.xlsx [--as USERNAME] (registers.md §2)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.refused import Refused
from registers import operations
from registers.management.commands.import_register import user_named
from registers.registry import names, plan_of


class Command(BaseCommand):
    help = "把一张登记表导出为可以再导入的工作簿。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", choices=names(), metavar="REGISTER", help="、".join(names()))
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--as", dest="username", default="", metavar="USERNAME", help="只导出该账号范围内的数据")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            by = user_named(options["username"])
            whole = by is None or operations.may_take_whole(plan_of(options["register"]), by)
            rows = operations.export_register(
                options["register"], options["file"], whole=whole, at_the_server=True, by=by
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"无法写入 {options['file']}：{error.strerror}") from error
        self.stdout.write(f"已导出 {rows} 行：{options['file']}")
