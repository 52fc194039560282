"""Every import is a record: who, when, which file, what it did; it opens to what it changed and can be undone."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import BookEntry


class ImportRunQuerySet(models.QuerySet[Any]):
    def round_of(self, run: "ImportRun") -> Self:
        """Every run of the round, the first one first."""
        return self.filter(models.Q(pk=run.opening.pk) | models.Q(first=run.opening.pk)).order_by("pk")

    def open_rounds(self) -> Self:
        """Runs that found faults which nobody has mended yet: the last of each round that is not closed."""
        opened = models.Q(first=None, closed_at=None) | models.Q(first__isnull=False, first__closed_at=None)
        gone = [ImportRun.State.UNDONE, ImportRun.State.GIVEN_UP]
        return self.filter(opened, fault_count__gt=0, mended_by=None).exclude(state__in=gone)

    def same_file(self, run: "ImportRun") -> Self:
        """Runs that wrote the very same file into the same register, the latest first."""
        written = [ImportRun.State.WRITTEN, ImportRun.State.PARTLY]
        same = self.filter(sha256=run.sha256, register=run.register, state__in=written)
        return same.exclude(pk=run.pk).exclude(sha256="").order_by("-pk")

    def visible_to(self, user: Any) -> Self:
        """One's own runs; those who see all of the county's registers see every run.

        A run carries rows of the sender's part, so nobody below the county sees another's, and whoever serves elsewhere
        by now sees none of the time at the old place. Nobody sees those of a register whose rows are not for his eyes.
        """
        from registers.registry import names, registers_seen  # noqa: PLC0415 (the apps above declare them)

        if not user.is_authenticated or not user.may(Duty.SEE_IMPORTS):
            return self.none()
        seen = registers_seen(user)
        if any(path.count("/") == 2 for path in user.paths_with(Duty.SEE_IMPORTS)):
            return self.all() if len(seen) == len(names()) else self.filter(register__in=["", *seen])
        own = self.filter(by=user, register__in=["", *seen])
        for since, left_at in _elsewhere(user):
            own = own.exclude(at__date__gte=since, at__lte=left_at)
        return own


def _elsewhere(user: Any) -> list[tuple[date, datetime]]:
    """(first day, the moment it ended) of appointments at places that are no longer in the user's part.

    The moment is that of the book, where one ended and another began on the same day.
    """
    held, today = user.paths_with(Duty.SEE_IMPORTS), timezone.localdate()
    ended = user.appointments.everywhere("the user's own appointments").filter(until__lte=today).with_places()
    gone = [post for post in ended if not any(post.organisation.path.startswith(path) for path in held)]
    lines = BookEntry.objects.filter(table_name="unions_appointment", row_id__in=[post.pk for post in gone])
    noted = dict(lines.order_by("at").values_list("row_id", "at")) if gone else {}
    found = []
    for post in gone:
        midnight = timezone.make_aware(datetime.combine(post.until, time()))
        found.append((post.since, max(noted.get(post.pk, midnight), midnight)))
    return found


class ImportRun(models.Model):
    """One check or import of one file."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待检查"
        UNKNOWN = "unknown", "待选登记表"
        CHECKED = "checked", "已检查，未写入"
        FAULTY = "faulty", "有错误，未写入"
        WRITTEN = "written", "已写入"
        PARTLY = "partly", "已写入正确行"
        UNREADABLE = "unreadable", "文件无法读取"
        UNDONE = "undone", "已撤销"
        GIVEN_UP = "given_up", "已放弃"

    register = models.CharField("登记表", max_length=20, blank=True)  # empty until the file is recognised
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="导入人")
    at = models.DateTimeField("时间", default=timezone.now)
    file_name = models.CharField("文件", max_length=255)
    size = models.PositiveBigIntegerField("大小", default=0)  # bytes
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    # Files sent together share a batch; one sent twice (a button pressed twice) has the same key.
    batch = models.UUIDField(null=True, db_index=True)
    upload_key = models.CharField(max_length=120, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    check_only = models.BooleanField("只检查", default=False)
    partial = models.BooleanField("只写入正确行", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    act_id = models.UUIDField(null=True, db_index=True)
    rows = models.PositiveIntegerField("行数", default=0)
    created = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("修改", default=0)
    unchanged = models.PositiveIntegerField("未变", default=0)
    fault_count = models.PositiveIntegerField("错误", default=0)
    bad_rows = models.PositiveIntegerField("错误行", default=0)
    fault_kinds = models.JSONField(default=list)  # [{"code", "count", "columns": [[name, count]]}]
    preview = models.JSONField(default=dict)  # registers/preview.py
    # The fingerprint of what the check showed: a write goes through only when it would do exactly that.
    mark = models.CharField(max_length=32, blank=True)
    warnings = models.JSONField(default=list)
    message = models.TextField("说明", blank=True)
    fault_file = models.CharField(max_length=100, blank=True)
    files_deleted_at = models.DateTimeField(
        "文件删除时间", null=True
    )  # the upload's and the fault workbook's days were over
    # A mended workbook sent again: the run it mends, the first of the round, and which try this is.
    mends = models.ForeignKey("self", models.PROTECT, null=True, related_name="mended_by", verbose_name="改自")
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="later", verbose_name="首次")
    round = models.PositiveSmallIntegerField("第几次", default=1)
    closed_at = models.DateTimeField("了结时间", null=True)  # of the first run: no fault is left
    written_at = models.DateTimeField("写入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="撤销人"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload_key"], condition=~models.Q(upload_key=""), name="one_run_per_file_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.pk}）"

    @property
    def has_written(self) -> bool:
        return self.state in {self.State.WRITTEN, self.State.PARTLY}

    @property
    def is_looked_at(self) -> bool:
        """Checked, nothing written yet, its file at hand: it may be written, checked again or given up."""
        return self.state in {self.State.CHECKED, self.State.FAULTY} and bool(self.stored_as)

    @property
    def good_rows(self) -> int:
        return self.created + self.changed + self.unchanged

    @property
    def opening(self) -> "ImportRun":
        """The first run of the round."""
        return self.first or self

    @property
    def source_path(self) -> Path:
        """Where the uploaded file lies: outside the web root, under a name of ours."""
        return uploads() / self.stored_as

    @property
    def fault_path(self) -> Path:
        return uploads() / self.fault_file


class ImportFault(models.Model):
    """One fault of a run, as the page lists it; personal numbers masked. The sender's own workbook holds them whole."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="faults")
    sheet = models.CharField("工作表", max_length=31, blank=True)  # where the register has two
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=64)
    code = models.CharField("错误", max_length=24)
    value = models.TextField("内容", blank=True)
    message = models.TextField("怎么改")

    class Meta:
        verbose_name = "导入错误"
        verbose_name_plural = "导入错误"
        ordering = ["id"]  # listed by sheet, row and column
        indexes = [models.Index(fields=["run", "id"], name="import_fault_run")]

    def __str__(self) -> str:
        return f"{f'“{self.sheet}”' if self.sheet else ''}第 {self.row} 行“{self.column}”"

    @property
    def advice(self) -> str:
        """The sentence without the place, which stands beside it."""
        return self.message.removeprefix(f"{self}：")


class NumberReleaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """What one asked for oneself; whoever gives the second word, and the auditor, see all."""
        if not user.is_authenticated:
            return self.none()
        sees_all = user.may(Duty.RELEASE_NUMBERS) or user.may(Duty.SEE_BOOK)
        return self.all() if sees_all else self.filter(by=user)

    def waiting_for(self, user: Any) -> Self:
        """What this person may say a word about: others' requests, not his or her own."""
        if not user.may(Duty.RELEASE_NUMBERS):
            return self.none()
        return self.filter(state=NumberRelease.State.WAITING).exclude(by=user)


def register_titles() -> list[tuple[str, str]]:
    """(name, 中文名) of every register; asked late, for the apps above declare them."""
    from registers.registry import titles  # noqa: PLC0415

    return list(titles())


class NumberRelease(models.Model):
    """A second person's word before many persons' whole numbers leave in one file (security.md §2, no. 48)."""

    class State(models.TextChoices):
        WAITING = "waiting", "待同意"
        AGREED = "agreed", "已同意"
        REFUSED = "refused", "不同意"

    register = models.CharField("登记表", max_length=20, choices=register_titles)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人")
    at = models.DateTimeField("申请时间")
    reason = models.CharField("用途", max_length=200)
    paths = models.JSONField("范围")  # of the parts of the tree whose rows may leave
    rows = models.PositiveIntegerField("人数")  # when it was asked
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    decided_at = models.DateTimeField("答复时间", null=True)
    opinion = models.CharField("答复", max_length=200, blank=True)
    opens_until = models.DateTimeField("可导出至", null=True)

    objects = NumberReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "完整号码导出"
        verbose_name_plural = "完整号码导出"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="release_by_a_second_person",
                condition=~models.Q(decided_by=models.F("by")),
                violation_error_message="申请导出完整号码的人不能自己同意，请由另一人办理。",
            ),
            models.CheckConstraint(
                name="release_decided_or_waiting",
                condition=models.Q(state="waiting", decided_by=None, decided_at=None, opens_until=None)
                | models.Q(state="refused", decided_by__isnull=False, decided_at__isnull=False, opens_until=None)
                | models.Q(
                    state="agreed", decided_by__isnull=False, decided_at__isnull=False, opens_until__isnull=False
                ),
            ),
            models.UniqueConstraint(
                fields=["register", "by"], condition=models.Q(state="waiting"), name="release_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"完整号码导出（{self.pk}）"

    def is_open(self, at: datetime) -> bool:
        """May the file be taken now?"""
        return self.opens_until is not None and at < self.opens_until


def uploads() -> Path:
    """The folder of uploaded workbooks and fault workbooks, made when needed, readable by the application only."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
