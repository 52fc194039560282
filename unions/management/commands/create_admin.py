"""manage.py create_admin: the first account, a system administrator of the county."""

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts import operations
from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from unions.models import Kind, Organisation
from unions.operations import appointments


class Command(BaseCommand):
    help = "建立系统管理员账号。密码可用环境变量 ADMIN_PASSWORD 或标准输入给出，否则逐项询问。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="用户名")
        parser.add_argument("--name", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        county = Organisation.objects.everywhere("the county's first administrator").filter(kind=Kind.COUNTY_FEDERATION)
        place = county.first()
        if place is None:
            raise CommandError(
                "还没有设立县总工会。请先运行：manage.py setup_county --code 县总工会编码 --name 县总工会名称"
            )
        username = (options["username"] or _ask("用户名：")).strip()
        name = (options["name"] or _ask("姓名：")).strip()
        self._demand_well_formed(username, name)
        password = self._password(User(username=username, name=name))
        try:
            with transaction.atomic():
                user = operations.open_account(username, name=name, password=password, by=None)
                appointments.appoint(user, Role.SYSTEM_ADMIN, place, since=timezone.localdate(), by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已建立系统管理员账号“{username}”（{place.name}），现在可以登录。")

    def _demand_well_formed(self, username: str, name: str) -> None:
        if not username or not name:
            raise CommandError("用户名和姓名都要填写。")
        try:
            User(username=username, name=name).clean_fields(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"用户名“{username}”已被使用，请换一个。")

    def _password(self, user: User) -> str:
        """From ADMIN_PASSWORD, else asked twice at a terminal, else one line of standard input."""
        password = os.environ.get("ADMIN_PASSWORD", "")
        if not password and sys.stdin.isatty():
            password = getpass.getpass("密码：")
            if getpass.getpass("再输一次：") != password:
                raise CommandError("两次输入的密码不一致，请重新运行。")
        elif not password:
            password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise CommandError("没有给出密码。请设置环境变量 ADMIN_PASSWORD，或在终端中运行后按提示输入。")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError("请用 --username 和 --name 给出用户名和姓名，或在终端中运行。")
    return input(question)
