"""manage.py reset_password: for an administrator, whose password no other administrator resets alone."""

import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import book, operations
from accounts.models import User


class Command(BaseCommand):
    help = "给账号设一个初始密码：各处的登录立即失效，下次登录须改为自己的密码。初始密码用环境变量 NEW_PASSWORD 或标准输入给出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reason", required=True, help="原因，记入日志。如：忘记密码，已当面核对工作证")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"].strip()).first()
        if user is None:
            raise CommandError(f"没有用户名为“{options['username']}”的账号。")
        reason = options["reason"].strip()
        if not reason:
            raise CommandError("请用 --reason 写明原因。")
        password = os.environ.get("NEW_PASSWORD", "") or sys.stdin.readline().rstrip("\r\n")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            operations.change_password(user, password, by=None)
            book.record("accounts.reset_password", by=None, row=user, reason=reason)
        self.stdout.write(f"{user.name}（{user.username}）的密码已重置，下次登录须改为自己的密码。")
