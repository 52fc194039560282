"""manage.py reset_second_factor: when the last administrator's phone and recovery codes are gone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from accounts.operations import second_factor
from accounts.refused import Refused


class Command(BaseCommand):
    help = "重置账号的动态验证码：该账号立即退出，下次登录须绑定新手机。用于没有别的系统管理员可以重置的情形。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reason", required=True, help="原因，记入日志。如：手机丢失，已当面核对工作证")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"].strip()).first()
        if user is None:
            raise CommandError(f"没有用户名为“{options['username']}”的账号。")
        if not options["reason"].strip():
            raise CommandError("请用 --reason 写明原因。")
        try:
            with transaction.atomic():
                second_factor.reset(user, reason=options["reason"].strip(), by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.name}（{user.username}）的动态验证码已重置，下次登录须绑定新手机。")
