"""公示 and 异议: what was shown, where, from when to when (hardship.md §5, §6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hardship.models.application import Document, ReliefApplication
from hardship.models.programme import ReliefProgramme, yuan
from hardship.querysets import NoticeQuerySet, OfNoticeQuerySet
from unions.models import Organisation


class PublicNotice(models.Model):
    """A sheet on the union's board, or the county's page on the internet. Its last day is computed while it runs
    (objections stop the clock) and set when it is over."""

    class Kind(models.TextChoices):
        UNIT = "unit", "单位公示"
        ONLINE = "online", "网上公开"

    class State(models.TextChoices):
        RUNNING = "running", "公示中"
        OVER = "over", "已期满"
        CANCELLED = "cancelled", "已撤下"

    kind = models.CharField("公示类别", max_length=8, choices=Kind.choices)
    programme = models.ForeignKey(ReliefProgramme, models.PROTECT, related_name="notices", verbose_name="项目")
    # The union on whose board it hangs; the county for its own page.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="relief_notices", verbose_name="公示单位"
    )
    # Stands in the address of the page on the internet.
    token = models.CharField(max_length=24, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    starts_on = models.DateField("张贴日期")
    days = models.PositiveSmallIntegerField("工作日")
    # The last day of the period: for the internet fixed at publishing, on the board computed anew until it is over.
    ends_on = models.DateField("期满日期", null=True, blank=True)
    place = models.CharField("张贴地点", max_length=80, blank=True)
    phone = models.CharField("异议电话", max_length=80, blank=True)
    photo = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="公示照片", editable=False
    )
    report_code = models.CharField("结果报告版本码", max_length=24, blank=True, editable=False)
    why_down = models.CharField("撤下原因", max_length=120, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="notice_online_has_its_end", condition=~Q(kind="online") | Q(ends_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"公示 {self.pk}"


class NoticeLine(models.Model):
    """What one notice shows, frozen as it was shown; masked already where it is for the internet."""

    notice = models.ForeignKey(PublicNotice, models.CASCADE, related_name="lines", verbose_name="公示")
    # None: a line of totals.
    application = models.ForeignKey(
        ReliefApplication, models.PROTECT, null=True, related_name="notice_lines", verbose_name="申请"
    )
    place = models.PositiveIntegerField("序号")
    name = models.CharField("姓名", max_length=64, blank=True)
    unit = models.CharField("单位（部门）", max_length=120, blank=True)
    category = models.CharField("困难类别", max_length=40, blank=True)
    kind = models.CharField("帮扶项目", max_length=40, blank=True)
    families = models.PositiveIntegerField("户数", null=True)
    amount = yuan("金额（元）", null=True)
    # Consent taken back: gone from the page at once.
    withdrawn_on = models.DateField("撤下日期", null=True)

    objects = OfNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "公示内容"
        verbose_name_plural = "公示内容"
        ordering = ["notice", "place"]
        constraints = [models.UniqueConstraint(fields=["notice", "place"], name="noticeline_once")]

    def __str__(self) -> str:
        return f"公示内容 {self.pk}"


class Objection(models.Model):
    """Somebody objects: from the day received to the day answered the notice's clock stands still."""

    class Answer(models.TextChoices):
        DISMISSED = "dismissed", "异议不成立"
        UPHELD = "upheld", "异议成立"

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示")
    application = models.ForeignKey(
        ReliefApplication, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name="涉及申请"
    )
    received_on = models.DateField("收到日期")
    said_by = models.CharField("异议人", max_length=64, blank=True, help_text="匿名的留空。")
    contact = models.CharField("联系方式", max_length=64, blank=True)
    text = models.CharField("异议内容", max_length=400)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("处理结果", max_length=10, choices=Answer.choices, blank=True)
    reply = models.CharField("答复内容", max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )

    objects = OfNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="objection_answered_in_words",
                condition=Q(answered_on__isnull=True, answer="")
                | Q(answered_on__gte=F("received_on")) & ~Q(answer="") & ~Q(reply=""),
                violation_error_message="答复异议要有处理结果、答复内容和日期，日期不早于收到日期。",
            )
        ]

    def __str__(self) -> str:
        return f"异议 {self.pk}"
