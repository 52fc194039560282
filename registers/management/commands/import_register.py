"""manage.py import_register REGISTER FILE [--check] [--partial] [--as USERNAME] [--faults FILE.xlsx] (registers.md §2)."""

import json
import shutil
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from registers import operations
from registers.importer import Outcome
from registers.models import ImportRun
from registers.registry import names


class Command(BaseCommand):
    help = "检查并导入一张登记表，结果以 JSON 输出。退出码：0 全部写入，1 有错误，2 文件无法读取。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", choices=names(), metavar="REGISTER", help="、".join(names()))
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx 或 .csv 文件")
        parser.add_argument("--check", action="store_true", help="只检查，不写入")
        parser.add_argument("--partial", action="store_true", help="写入正确的行，错误的行另存")
        parser.add_argument("--as", dest="username", default="", metavar="USERNAME", help="以该账号的身份和范围导入")
        parser.add_argument("--faults", type=Path, metavar="FILE.xlsx", help="把标出错误的工作簿写到这里")

    def handle(self, *args: Any, **options: Any) -> None:
        by = user_named(options["username"])
        path: Path = options["file"]
        if not path.is_file():
            self._unreadable(options["register"], f"找不到文件：{path}。")
        run = ImportRun(
            register=options["register"],
            by=by,
            file_name=path.name[:255],
            check_only=options["check"],
            partial=options["partial"],
        )
        outcome = operations.import_file(run, path, by=by)
        if outcome is None:
            self._unreadable(options["register"], run.message)
        result = {**outcome.as_json(), "import": run.pk}
        if run.fault_file and options["faults"]:
            shutil.copyfile(run.fault_path, options["faults"])
            result["fault_workbook"] = str(options["faults"])
        elif run.fault_file:
            result["fault_workbook"] = str(run.fault_path)
        self.stdout.write(json.dumps(result, ensure_ascii=False))
        if outcome.faults:
            raise SystemExit(1)

    def _unreadable(self, register: str, message: str) -> NoReturn:
        """The same object as ever, with the reason; status 2."""
        self.stdout.write(json.dumps({**Outcome(register).as_json(), "error": message}, ensure_ascii=False))
        raise CommandError(message, returncode=2)


def user_named(username: str) -> User | None:
    """The account of --as, None without it. Raises CommandError for an unknown one, or one that no longer stands."""
    if not username:
        return None
    user = User.objects.filter(username=username).first()
    if user is None or not user.is_active or not user.standing:
        raise CommandError(f"没有可用的账号“{username}”，请核对用户名。", returncode=2)
    return user
