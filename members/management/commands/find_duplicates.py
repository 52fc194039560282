"""manage.py find_duplicates: the nightly hunt, now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from members.operations import hunting


class Command(BaseCommand):
    help = "查找疑似重复登记的会员（每晚自动进行），列入“疑似重复”，由人核对。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = hunting.find_duplicates(on=timezone.localdate(), by=None)
        self.stdout.write(f"新发现 {found} 对疑似重复的会员。")
