"""帮扶申请: a household's application to a programme, the snapshot it is judged by, and every step of it (hardship.md §5)."""

import json
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.encryption import unseal
from hardship.models.file import FileVersion, HardshipFile
from hardship.models.programme import CriteriaVersion, DocumentRule, ReliefProgramme, yuan
from hardship.querysets import (
    ApplicationQuerySet,
    InFileOfApplicationQuerySet,
    OfApplicationQuerySet,
    OfFileQuerySet,
)
from hardship.transitions import ACTS, LABELS
from unions.models import Organisation

STATES = [(str(state), label) for state, label in LABELS.items()]
JUDGEMENT = "hardship_reliefapplication.judgement_sealed"


class ReliefApplication(models.Model):
    """One per file and programme. `state` moves only by the acts of transitions.py, each with its Step."""

    file = models.ForeignKey(HardshipFile, models.PROTECT, related_name="applications", verbose_name="档案")
    programme = models.ForeignKey(ReliefProgramme, models.PROTECT, related_name="applications", verbose_name="项目")
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="relief_applications", verbose_name="工会")
    # The snapshot, from the submission on: what the file said, and by which criteria it was judged.
    version = models.ForeignKey(
        FileVersion, models.PROTECT, null=True, related_name="applications", verbose_name="档案快照", editable=False
    )
    criteria = models.ForeignKey(
        CriteriaVersion, models.PROTECT, null=True, related_name="+", verbose_name="帮扶条件", editable=False
    )
    name = models.CharField("姓名", max_length=64)
    # Of the worker: one application of a person to a programme, whatever files there are.
    person_index = models.CharField(max_length=64, editable=False)
    state = models.CharField("状态", max_length=16, choices=STATES, default="draft", editable=False)
    moved_at = models.DateTimeField("进入本步骤的时间", editable=False)
    # Entered it as well as whoever submitted it, so decides nothing about it.
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="填报人", editable=False
    )
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    is_late = models.BooleanField("逾期", default=False, editable=False)
    # What the machine advises of the snapshot; the explanation, which tells incomes, is sealed.
    met = ArrayField(models.CharField(max_length=8), verbose_name="符合条件", default=list, editable=False)
    borderline = ArrayField(models.CharField(max_length=8), verbose_name="临界", default=list, editable=False)
    is_eligible = models.BooleanField("建议帮扶", null=True, editable=False)
    national = models.CharField("国家类别", max_length=8, blank=True, editable=False)
    members = models.PositiveSmallIntegerField("家庭人口", null=True, editable=False)
    per_capita = yuan("人均月收入（元）", null=True, editable=False)
    judgement_sealed = models.TextField("判定说明", blank=True, editable=False)
    # 网上公开 names nobody without this separate consent (PIPL 25).
    consented_on = models.DateField("同意网上公开日期", null=True, blank=True)
    consent_withdrawn_on = models.DateField("撤回同意日期", null=True, blank=True)
    proposed = yuan("拟帮扶金额（元）", null=True, blank=True)
    rank = models.PositiveIntegerField("排序", null=True, blank=True)
    approved = yuan("批准金额（元）", null=True, editable=False)
    # Over the frozen contents (operations/approving.py): what was approved is what is paid.
    approval_seal = models.CharField("批准封印", max_length=64, blank=True, editable=False)
    result = models.CharField("办理结果", max_length=200, blank=True)
    lookup_index = models.CharField(max_length=64, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "帮扶申请"
        verbose_name_plural = "帮扶申请"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "programme"],
                name="application_once",
                violation_error_message="这份档案已经申请过这个项目，一档一项目只能申请一次。",
            ),
            models.UniqueConstraint(
                fields=["person_index", "programme"],
                condition=~Q(state__in=["refused", "withdrawn"]),
                name="application_one_of_a_person",
                violation_error_message="这位职工已经申请过这个项目，一人一项目只能申请一次。",
            ),
            models.CheckConstraint(
                name="application_judged_once_submitted",
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(version__isnull=False, criteria__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_approved_has_its_sum",
                condition=~Q(state__in=["approved", "paying", "closed"]) | Q(approved__gt=0) & ~Q(approval_seal=""),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="application_programme"),
            models.Index(fields=["union", "state"], name="application_union"),
        ]

    def __str__(self) -> str:
        return f"帮扶申请 {self.pk}"

    @property
    def explanation(self) -> list[dict[str, Any]]:
        """Why the machine advises what it does, line by line: `about`, `text`, `holds` (or None). Tells incomes and illness."""
        return json.loads(unseal(self.judgement_sealed, JUDGEMENT))["lines"] if self.judgement_sealed else []

    @property
    def consents(self) -> bool:
        """Did the worker separately consent to the name on the internet, and not take it back?"""
        return self.consented_on is not None and self.consent_withdrawn_on is None


class Step(models.Model):
    """One move of one application: who, when, with which opinion. Added only; the database checks the move and the person."""

    application = models.ForeignKey(ReliefApplication, models.PROTECT, related_name="steps", verbose_name="申请")
    number = models.PositiveIntegerField("序号")
    act = models.CharField("办理", max_length=20, choices=[(name, act.label) for name, act in ACTS.items()])
    group = models.CharField("环节", max_length=8)
    old = models.CharField("原步骤", max_length=16, choices=STATES)
    new = models.CharField("新步骤", max_length=16, choices=STATES)
    # Who decided, where that is not who signs in: the committee's reviewer.
    decided_by = models.CharField("审核人", max_length=64, blank=True)
    on = models.DateField("日期")
    opinion = models.CharField("意见", max_length=400, blank=True)
    at = models.DateTimeField("办理时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人", editable=False
    )

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "办理步骤"
        verbose_name_plural = "办理步骤"
        ordering = ["application", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="step_once")]

    def __str__(self) -> str:
        return f"步骤 {self.application_id}-{self.number}"


class Document(models.Model):
    """A paper's picture or PDF, kept outside the web root and read through the scope only."""

    file = models.ForeignKey(HardshipFile, models.PROTECT, related_name="documents", verbose_name="档案")
    application = models.ForeignKey(
        ReliefApplication, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="申请"
    )
    kind = models.CharField("材料", max_length=24, choices=DocumentRule.Kind.choices)
    # Whose, by the number in the household; 0: of the household.
    person = models.PositiveSmallIntegerField("家庭成员序号", default=0)
    of_year = models.PositiveSmallIntegerField("材料年度", null=True, blank=True)
    stored_as = models.CharField(max_length=60, unique=True)
    is_pdf = models.BooleanField(default=False)
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.PositiveIntegerField("字节数")
    note = models.CharField("说明", max_length=120, blank=True)
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    objects = OfFileQuerySet.as_manager()

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        ordering = ["file", "kind", "id"]

    def __str__(self) -> str:
        return f"材料 {self.pk}"


class DocumentCheck(models.Model):
    """The county looked at one document beside its picture; the newest check of a document counts."""

    application = models.ForeignKey(ReliefApplication, models.PROTECT, related_name="checks", verbose_name="申请")
    document = models.ForeignKey(Document, models.CASCADE, related_name="checks", verbose_name="材料")
    is_good = models.BooleanField("合格")
    note = models.CharField("问题", max_length=200, blank=True)
    at = models.DateTimeField("核对时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对人")

    objects = InFileOfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "材料核对"
        verbose_name_plural = "材料核对"
        ordering = ["application", "-id"]
        constraints = [
            models.CheckConstraint(
                name="documentcheck_says_what_is_wrong",
                condition=Q(is_good=True) | ~Q(note=""),
                violation_error_message="不合格的材料要写明问题。",
            )
        ]

    def __str__(self) -> str:
        return f"材料核对 {self.pk}"


class HomeVisit(models.Model):
    """入户调查: what was found at the family's home (domain.md HR-14)."""

    application = models.ForeignKey(ReliefApplication, models.PROTECT, related_name="home_visits", verbose_name="申请")
    visited_on = models.DateField("入户日期")
    visitors = models.CharField("调查人", max_length=80)
    causes = models.CharField("致困原因", max_length=200)
    demands = models.CharField("利益诉求", max_length=200, blank=True)
    mind = models.CharField("思想动态", max_length=200, blank=True)
    agrees = models.BooleanField("与申报情况一致")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    objects = InFileOfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "入户调查"
        verbose_name_plural = "入户调查"
        ordering = ["application", "-visited_on"]

    def __str__(self) -> str:
        return f"入户调查 {self.pk}"


class AmountChange(models.Model):
    """汇总平衡: what was proposed before and after, and why; every cut has its reason. Added only."""

    application = models.ForeignKey(
        ReliefApplication, models.PROTECT, related_name="amount_changes", verbose_name="申请"
    )
    old = yuan("原金额（元）", null=True)
    new = yuan("新金额（元）", null=True)
    reason = models.CharField("原因", max_length=200)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "金额调整"
        verbose_name_plural = "金额调整"
        ordering = ["application", "id"]
        constraints = [
            models.CheckConstraint(name="amountchange_has_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="amountchange_changes", condition=Q(old__isnull=True) | Q(new__isnull=True) | ~Q(old=F("new"))
            ),
        ]

    def __str__(self) -> str:
        return f"金额调整 {self.pk}"
