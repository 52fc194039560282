"""manage.py rotate_keys [--status] [--index]: what is sealed, under the first of FIELD_KEYS; the indexes, under FIELD_INDEX_KEY."""

from typing import Any

from cryptography.exceptions import InvalidTag
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import sealed
from accounts.encryption import index_key_id, key_ids
from accounts.operations import keys

INDEX_WARNING = "更换检索密钥期间，网站、后台任务和定时任务必须停着（docs/operators/keys.md）。确认都已停下，请加 --stopped 再运行。"


class Command(BaseCommand):
    help = "用 FIELD_KEYS 的第一个密钥重新加密所有加密内容；中断后再运行即可接着做。--index 更换检索密钥。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--status", action="store_true", help="只报告每个密钥还有多少内容要用")
        parser.add_argument("--index", action="store_true", help="按 FIELD_INDEX_KEY 重算检索用的指纹")
        parser.add_argument("--stopped", action="store_true", help="与 --index 同用：网站和后台任务都已停下")
        parser.add_argument("--batch", type=int, default=2000, help="每个事务处理多少条，默认 2000")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["index"] and not options["status"]:
                self._index(options["stopped"], options["batch"])
            elif not options["status"]:
                done = keys.reseal(size=max(1, options["batch"]), say=self._say)
                self._say(f"已用密钥 {key_ids()[0]} 重新加密 {done} 条。")
        except KeyError as missing:
            raise CommandError(
                f"密钥 {missing.args[0]} 不在 FIELD_KEYS 里，用它加密的内容打不开。请补上再运行。"
            ) from None
        except InvalidTag:
            raise CommandError(
                "有内容打不开：FIELD_KEYS 里某个密钥不是当初的那一个。请核对备份的密钥再运行。"
            ) from None
        self._report()

    def _index(self, stopped: bool, size: int) -> None:
        if not stopped:
            raise CommandError(INDEX_WARNING)
        for label, count in keys.reindex(size=max(1, size), say=self._say).items():
            self._say(f"{label}：{count}")
        self._say(f"检索密钥现在是 {index_key_id()}。")

    def _report(self) -> None:
        """How many values still need which key; says which keys may go."""
        needed = {index_key_id()}
        for label, counts in keys.held().items():
            needed |= set(counts)
            told = "，".join(f"{key} {count} 条" for key, count in sorted(counts.items()))
            self._say(f"{label}：{told}")
        for sentence in sealed.disagreements():
            self._say(f"注意：{sentence}")
        free = [key for key in key_ids()[1:] if key not in needed]
        self._say(f"检索用密钥：{index_key_id()}。")
        self._say(f"不再需要的密钥：{'、'.join(free) or '没有'}。")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
