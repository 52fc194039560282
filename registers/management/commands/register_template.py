"""manage.py register_template REGISTER FILE.xlsx (registers.md §2)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registers.blank import write_template
from registers.registry import names, plan_of


class Command(BaseCommand):
    help = "写出一张登记表的空白模板：下拉选项、填表说明和一行示例。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", choices=names(), metavar="REGISTER", help="、".join(names()))
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_template(options["file"], plan_of(options["register"]).register)
        except OSError as error:
            raise CommandError(f"无法写入 {options['file']}：{error.strerror}") from error
        self.stdout.write(f"已写出模板：{options['file']}")
