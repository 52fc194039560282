"""Money: where it comes from, what is set aside for a programme, and every yuan that went out (hardship.md §5, §8).

All sums are yuan. The ledger's lines are added only; balances are kept by the database from them (hardship/triggers.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hardship.models.application import ReliefApplication
from hardship.models.programme import ReliefProgramme, yuan
from hardship.querysets import PaymentQuerySet

ACCOUNT = "hardship_payment.account_sealed"
BANK_FILE = "hardship_paymentbatch.file_sealed"
RETURN_FILE = "hardship_bankreturn.file_sealed"


class FundSource(models.Model):
    class Kind(models.TextChoices):
        APPROPRIATION = "appropriation", "财政拨款"
        SUPERIOR = "superior", "上级工会补助"
        OWN = "own", "本级工会经费"
        DONATION = "donation", "社会捐赠"
        ADMINISTRATION = "administration", "行政补助"
        OTHER = "other", "其他合法来源"

    code = models.CharField("来源编号", max_length=20, unique=True)
    name = models.CharField("资金来源", max_length=80)
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    opened_on = models.DateField("启用日期")
    # The sum of its entries, kept by the database; never below zero.
    balance = models.DecimalField("余额（元）", max_digits=14, decimal_places=2, default=0, editable=False)
    is_closed = models.BooleanField("已停用", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "资金来源"
        verbose_name_plural = "资金来源"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="fundsource_never_below_zero",
                condition=Q(balance__gte=0),
                violation_error_message="资金来源的余额不够。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """What a programme may spend of a source. `reserved`: approved; `spent`: gone to the bank and not come back."""

    programme = models.ForeignKey(ReliefProgramme, models.PROTECT, related_name="budgets", verbose_name="项目")
    source = models.ForeignKey(FundSource, models.PROTECT, related_name="budgets", verbose_name="资金来源")
    amount = yuan("预算（元）")
    reserved = yuan("已批准（元）", default=0, editable=False)
    spent = yuan("已发放（元）", default=0, editable=False)

    class Meta:
        verbose_name = "项目预算"
        verbose_name_plural = "项目预算"
        ordering = ["programme", "source__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "source"],
                name="budget_once",
                violation_error_message="这个项目已有这个来源的预算，请直接修改。",
            ),
            models.CheckConstraint(
                name="budget_never_below_zero",
                condition=Q(spent__gte=0) & Q(reserved__gte=F("spent")) & Q(amount__gte=F("reserved")),
                violation_error_message="这个来源的剩余预算不够。",
            ),
        ]

    def __str__(self) -> str:
        return f"预算 {self.pk}"


class Instalment(models.Model):
    """One part of what was approved: how much, of which budget. Made by the approval, never changed."""

    application = models.ForeignKey(ReliefApplication, models.PROTECT, related_name="instalments", verbose_name="申请")
    number = models.PositiveSmallIntegerField("期次")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="instalments", verbose_name="预算")
    amount = yuan("金额（元）")
    # The approval was revoked: the next one makes new instalments.
    revoked_at = models.DateTimeField("撤销时间", null=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "发放期次"
        verbose_name_plural = "发放期次"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="instalment_once", condition=Q(revoked_at__isnull=True)
            ),
            models.CheckConstraint(name="instalment_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"期次 {self.application_id}-{self.number}"


class PaymentBatch(models.Model):
    """A list of payments that goes to the bank as one file. Sealed: the file is made and nothing in it changes any more."""

    class State(models.TextChoices):
        DRAFT = "draft", "编制中"
        SEALED = "sealed", "已生成银行文件"
        SETTLED = "settled", "已全部回盘"
        VOID = "void", "已作废"

    code = models.CharField("批次号", max_length=32, unique=True)
    programme = models.ForeignKey(ReliefProgramme, models.PROTECT, related_name="batches", verbose_name="项目")
    purpose = models.CharField("用途", max_length=40)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.DRAFT, editable=False)
    made_on = models.DateField("编制日期")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="编制人", editable=False
    )
    sealed_at = models.DateTimeField("生成时间", null=True, editable=False)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="生成人", editable=False
    )
    count = models.PositiveIntegerField("笔数", default=0, editable=False)
    total = models.DecimalField("总额（元）", max_digits=14, decimal_places=2, default=0, editable=False)
    sha256 = models.CharField("银行文件 SHA-256", max_length=64, blank=True, editable=False)
    # The csv's bytes as sent, sealed: a second download is the same file.
    file_sealed = models.TextField("银行文件", blank=True, editable=False)
    # Handed to the bank: from here on it can't be given up.
    sent_on = models.DateField("交银行日期", null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="送交人", editable=False
    )
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "发放批次"
        verbose_name_plural = "发放批次"
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="batch_sealed_has_its_file",
                condition=~Q(state__in=["sealed", "settled"])
                | Q(sealed_at__isnull=False, count__gt=0) & ~Q(sha256="") & ~Q(file_sealed=""),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Payment(models.Model):
    """One attempt to pay one instalment. Of an instalment at most one lives: being made up, sent or paid."""

    class State(models.TextChoices):
        LISTED = "listed", "已列入"
        SENT = "sent", "已交银行"
        PAID = "paid", "已到账"
        FAILED = "failed", "发放失败"
        REMOVED = "removed", "已移出"

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="payments", verbose_name="批次")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="payments", verbose_name="期次")
    application = models.ForeignKey(ReliefApplication, models.PROTECT, related_name="payments", verbose_name="申请")
    serial = models.PositiveIntegerField("序号")
    payee = models.CharField("户名", max_length=64)
    account_sealed = models.CharField("账号", max_length=160, editable=False)
    bank = models.CharField("开户行", max_length=120)
    amount = yuan("金额（元）")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.LISTED, editable=False)
    answered_on = models.DateField("回盘日期", null=True, editable=False)
    failure = models.CharField("失败原因", max_length=200, blank=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "发放"
        verbose_name_plural = "发放"
        ordering = ["batch", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"],
                name="payment_one_living",
                condition=Q(state__in=["listed", "sent", "paid"]),
                violation_error_message="这一期已经列入批次或已经发放，不能重复发放。",
            ),
            models.UniqueConstraint(fields=["batch", "serial"], name="payment_serial"),
            models.CheckConstraint(name="payment_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="payment_failed_says_why", condition=~Q(state="failed") | ~Q(failure="")),
        ]

    def __str__(self) -> str:
        return f"发放 {self.batch_id}-{self.serial}"


class BankReturn(models.Model):
    """A return file of the bank that was read back; the same file again changes nothing."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="returns", verbose_name="批次")
    sha256 = models.CharField("SHA-256", max_length=64)
    file_name = models.CharField("文件名", max_length=120)
    at = models.DateTimeField("回盘时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    paid = models.PositiveIntegerField("成功笔数")
    failed = models.PositiveIntegerField("失败笔数")
    # The file's bytes, base64, sealed: names and accounts stand in it.
    file_sealed = models.TextField("回盘文件", blank=True, editable=False)

    class Meta:
        verbose_name = "银行回盘"
        verbose_name_plural = "银行回盘"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["batch", "sha256"], name="bankreturn_once")]

    def __str__(self) -> str:
        return f"回盘 {self.pk}"


class FundEntry(models.Model):
    """One line of a source's ledger, money in above zero, out below. Added only; a mistake is corrected by another line."""

    class Kind(models.TextChoices):
        OPENING = "opening", "期初余额"
        RECEIPT = "receipt", "收入"
        PAYMENT = "payment", "发放"
        RETURNED = "returned", "退回"
        VISIT = "visit", "慰问"
        CORRECTION = "correction", "更正"

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="entries", verbose_name="资金来源")
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="预算"
    )
    kind = models.CharField("摘要", max_length=12, choices=Kind.choices)
    on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="发放"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "资金明细"
        verbose_name_plural = "资金明细"
        ordering = ["source", "on", "id"]
        constraints = [
            models.CheckConstraint(name="fundentry_moves_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="fundentry_of_payment",
                condition=Q(kind__in=["payment", "returned"], payment__isnull=False, budget__isnull=False)
                | ~Q(kind__in=["payment", "returned"]) & Q(payment__isnull=True),
            ),
            # A payment leaves a source once and comes back once.
            models.UniqueConstraint(
                fields=["payment", "kind"], name="fundentry_payment_once", condition=Q(payment__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["source", "on"], name="fundentry_source")]

    def __str__(self) -> str:
        return f"资金明细 {self.pk}"
